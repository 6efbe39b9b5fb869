import type { FormState } from '#base/forms.ts'
import { Actions, Button, Form } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { OpenCall, Outcome, Ringable } from './freshness.actions.ts'
import type { ToCall } from './freshness.call.queries.ts'
import { Shown } from './freshness.link.views.tsx'
import { callsBeforeEnding, suggestsEnding } from './freshness.rules.ts'

const crumbs = (c: Ctx) => [
  { href: '/desk', label: c.var.t('ui.nav.desk') },
  { href: '/members/calls', label: c.var.t('freshness.office.calls') },
]

const Why = ({ c, call }: { c: Ctx; call: Pick<ToCall, 'staleWhy' | 'offSince'> }) => (
  <>
    {call.staleWhy && <Tag tone="warn">{c.var.t(`freshness.office.why.${call.staleWhy}`)}</Tag>}{' '}
    {call.offSince && <Tag tone="bad">{c.var.t('freshness.office.off')}</Tag>}
  </>
)

type CallsProps = { c: Ctx; total: number; rows: ToCall[]; after: Outcome['say'] | null }

/** Everyone who is to be rung now, the longest wait first. */
export const CallsPage = ({ c, total, rows, after }: CallsProps) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('freshness.office.calls')} nav="desk" staff crumbs={crumbs(c).slice(0, 1)}>
      {after && (
        <Notice tone="good" alert>
          <p>{t(`freshness.office.after.${after}`)}</p>
        </Notice>
      )}
      <p class="lead">{t('freshness.office.calls.count', { n: total })}</p>
      {rows.length === 0 && (
        <Empty title={t('freshness.office.calls.none')}>
          <p>{t('freshness.office.calls.none-why')}</p>
        </Empty>
      )}
      <ul class="waiting" role="list">
        {rows.map((row) => (
          <li>
            <div>
              <a href={`/members/${row.id}/call`}>
                <bdi>{row.name}</bdi>
              </a>
              <p class="small soft">
                <bdi>{row.place}</bdi>
                {row.tries > 0 && ` · ${t('freshness.office.tries', { n: row.tries })}`}
              </p>
            </div>
            <span>
              <Why c={c} call={row} />
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/members/health">{t('health.title')}</a>
      </p>
    </Page>
  )
}

const Number = ({ phone }: { phone: string }) => (
  <a href={telHref(phone)}>
    <bdi dir="ltr">{phone}</bdi>
  </a>
)

/** The numbers, largest first in the order of who knows best: the people, then the office of theirs. */
const Numbers = ({ c, call, people: all }: Omit<CallProps, 'form'>) => {
  const { t } = c.var
  const people = all.filter((person) => person.phone)
  if (people.length === 0 && !call.phone)
    return <p class="soft">{t('freshness.office.no-number')}</p>
  return (
    <ul class="plain" role="list">
      {people.map(({ name, role, phone }) => (
        <li class="lead">
          <bdi>{name}</bdi>
          {role && (
            <>
              {' '}
              (<bdi>{role}</bdi>)
            </>
          )}
          : {phone && <Number phone={phone} />}
        </li>
      ))}
      {call.phone && (
        <li class="lead">
          <bdi>{call.name}</bdi>: <Number phone={call.phone} />
        </li>
      )}
    </ul>
  )
}

type CallProps = { c: Ctx; call: OpenCall; people: Ringable; form: FormState }

/** One call: the number, what everybody sees, and how it went. */
export const CallPage = ({ c, call, people, form }: CallProps) => {
  const { t } = c.var
  const action = `/members/${call.id}/call`
  return (
    <Page
      c={c}
      title={t('freshness.office.call', { name: call.name })}
      nav="desk"
      staff
      narrow
      crumbs={crumbs(c)}
      of={form}
    >
      <p>
        <Why c={c} call={call} /> {call.checkedAt && t('freshness.office.checked')}{' '}
        {call.checkedAt && <DateTime at={call.checkedAt} />}
        {call.tries > 0 && ` · ${t('freshness.office.tries', { n: call.tries })}`}
      </p>
      <Numbers c={c} call={call} people={people} />
      <Shown c={c} facts={call.facts} />
      <section class="stack">
        <h2>{t('freshness.office.how')}</h2>
        <Form c={c} action={action} of={form}>
          <Actions>
            <Button name="outcome" value="right">
              {t('freshness.office.right')}
            </Button>
            <ButtonLink href={`${action}/change`} tone="quiet">
              {t('freshness.office.changed')}
            </ButtonLink>
            <Button name="outcome" value="missed" tone="quiet">
              {t('freshness.office.missed')}
            </Button>
            <ButtonLink href={`${action}/ending`} tone="quiet">
              {t('freshness.office.has-closed')}
            </ButtonLink>
          </Actions>
        </Form>
        <p class="hint">{t('freshness.office.missed-hint')}</p>
      </section>
      {suggestsEnding(call.tries) && (
        <Notice tone="warn" title={t('freshness.office.end', { n: callsBeforeEnding })}>
          <p>
            <a href={`${action}/ending`}>{t('freshness.office.end.go')}</a>
          </p>
        </Notice>
      )}
    </Page>
  )
}

/** Asks once more before a membership ends: because they closed, or because nobody was reached. */
export const EndingPage = ({ c, call }: Pick<CallProps, 'c' | 'call'>) => {
  const { t } = c.var
  const base = `/members/${call.id}/call`
  return (
    <Page
      c={c}
      title={t('freshness.office.ending', { name: call.name })}
      nav="desk"
      staff
      narrow
      crumbs={crumbs(c)}
    >
      <p>{t('freshness.office.ending.what')}</p>
      <Form c={c} action={`${base}/ending`}>
        <Actions>
          <Button name="outcome" value="closed" tone="warn">
            {t('freshness.office.ending.closed')}
          </Button>
          {suggestsEnding(call.tries) && (
            <Button name="outcome" value="unreached" tone="warn">
              {t('freshness.office.ending.unreached', { n: call.tries })}
            </Button>
          )}
          <ButtonLink href={base} tone="quiet">
            {t('freshness.office.ending.no')}
          </ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}
