import type { FormState } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { Actions, Button, Choice, Field, Filters, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice, Table } from '#base/ui/parts.tsx'
import { asset } from '#base/assets.ts'
import type { Ctx } from '#base/web.ts'
import { registerPage } from './register.numbers.ts'
import type { LoadedRegister } from './register.schema.ts'
import { isRegister, registerKey, splitOrgId } from './registers.ts'

/** A number in words: "Charity 1095833". What is of no register of ours is shown as it is. */
export function numberWords(t: T, orgId: string): string {
  const split = splitOrgId(orgId)
  return split ? t(`register.says.${split.prefix}`, { number: split.number }) : orgId
}

/** "Charity 1095833, checked 3 November 2026", with the way to its page on the register. */
export function NumberLine({
  c,
  orgId,
  checkedAt,
}: {
  c: Ctx
  orgId: string
  checkedAt: Date | null | undefined
}) {
  const { t } = c.var
  const href = registerPage(orgId)
  return (
    <>
      <bdi>{numberWords(t, orgId)}</bdi>
      {checkedAt && (
        <>
          , {t('register.checked')} <DateTime at={checkedAt} />
        </>
      )}
      {href && (
        <>
          {' · '}
          <a href={href} rel="noopener">
            {t('register.look')}
          </a>
        </>
      )}
    </>
  )
}

/** An organisation that may be theirs, in words that a script can put in as well. */
export type FindChoice = { value: string; label: string; hint: string }
type FindProps = {
  c: Ctx
  q: string
  found: FindChoice[] | null
  form: FormState
}

/** Find your organisation: a search without a script; with one the same field answers while it is written in. */
export function FindPage({ c, q, found, form }: FindProps) {
  const { t } = c.var
  const search: FormState = {
    values: { q },
    problems: form.problems['q'] ? { q: form.problems['q'] } : {},
  }
  return (
    <Page
      c={c}
      title={t('find.title')}
      nav="join"
      narrow
      staff
      of={form}
      script
      head={<script type="module" src={asset('find.js')}></script>}
      back={{ href: '/join/kind', label: t('join.back') }}
    >
      <p>{t('find.lead')}</p>
      <Filters action="/join/find" label={t('find.title')}>
        <Field
          of={search}
          name="q"
          label={t('find.q')}
          hint={t('find.q-hint')}
          type="search"
          autocomplete="off"
          spellcheck={false}
        />
        <Button tone="quiet">{t('find.search')}</Button>
      </Filters>
      <p role="status" id="find-said">
        {found && t('find.found', { n: found.length })}
      </p>
      <div id="find-found">
        {found && found.length > 0 && <FoundForm c={c} {...{ q, found, form }} />}
      </div>
      {(!found || found.length === 0) && (
        // What the script fills when it finds something.
        <template id="find-form">
          <FoundForm c={c} q={q} found={[]} form={form} />
        </template>
      )}
      <p>
        <a href="/join/name">{t('find.self')}</a>
      </p>
    </Page>
  )
}

const FoundForm = ({ c, q, found, form }: FindProps & { found: FindChoice[] }) => {
  const { t } = c.var
  const choices = Object.fromEntries(
    found.map(({ value, label, hint }) => [value, { label, hint }]),
  )
  return (
    <Form c={c} action="/join/find" of={form}>
      <input type="hidden" name="q" value={q} />
      <Choice
        of={form}
        name="organisation"
        legend={t('find.which')}
        choices={{ ...choices, none: t('find.none') }}
      />
      <Button>{t('find.go-on')}</Button>
    </Form>
  )
}

const nameOfRegister = (t: T, prefix: string) =>
  isRegister(prefix) ? `${t(registerKey(prefix))} (${prefix})` : prefix

const Loaded = ({ t, registers }: { t: T; registers: LoadedRegister[] }) =>
  registers.length === 0 ? (
    <p>{t('registers.none')}</p>
  ) : (
    <Table
      caption={t('registers.table')}
      head={[
        t('registers.register'),
        t('registers.entries'),
        t('registers.gone'),
        t('registers.when'),
        t('registers.file'),
        t('registers.remove'),
      ]}
      numbers={[1, 2]}
      rows={registers.map(({ prefix, entries, gone, loadedAt, file }) => [
        nameOfRegister(t, prefix),
        entries,
        gone,
        <DateTime at={loadedAt} as="time" />,
        <bdi>{file}</bdi>,
        <a href={`/registers/${prefix}/removal`}>
          {t('registers.remove')} <span class="vh">{nameOfRegister(t, prefix)}</span>
        </a>,
      ])}
    />
  )

type RegistersProps = { c: Ctx; registers: LoadedRegister[]; form: FormState; said: string[] }

/** The registers that are loaded, and where another file is loaded. */
export function RegistersPage({ c, registers, form, said }: RegistersProps) {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('registers.title')}
      nav="desk"
      staff
      wide
      of={form}
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {said.length > 0 && (
        <Notice tone="good" alert>
          <p>{said.join(' ')}</p>
        </Notice>
      )}
      <p>{t('registers.lead')}</p>
      <Loaded t={t} registers={registers} />
      <section class="stack">
        <h2>{t('registers.load')}</h2>
        <Form c={c} action="/registers" of={form} enctype="multipart/form-data">
          <Field
            of={form}
            name="file"
            type="file"
            label={t('registers.choose')}
            hint={t('registers.choose-hint')}
            accept=".csv,.tsv,.txt,.xlsx,text/csv"
          />
          <Button>{t('registers.submit')}</Button>
        </Form>
      </section>
    </Page>
  )
}

/** Taking a register out is asked twice. */
export function RemovalPage({ c, register }: { c: Ctx; register: LoadedRegister }) {
  const { t } = c.var
  const name = nameOfRegister(t, register.prefix)
  return (
    <Page
      c={c}
      title={t('registers.remove.title')}
      nav="desk"
      staff
      narrow
      back={{ href: '/registers', label: t('registers.title') }}
    >
      <p>{t('registers.remove.words', { n: register.entries, register: name })}</p>
      <Form c={c} action={`/registers/${register.prefix}/removal`}>
        <Actions>
          <Button tone="warn">{t('registers.remove.yes')}</Button>
          <a href="/registers">{t('registers.remove.no')}</a>
        </Actions>
      </Form>
    </Page>
  )
}
