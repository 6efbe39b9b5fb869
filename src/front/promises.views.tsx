import type { FormState } from '#base/forms.ts'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Day } from './office.schema.ts'
import type { Promised, PromisedTo } from './promises.queries.ts'
import { middayOf } from './rhythms.rules.ts'
import { KeeperField, untilWords } from './rhythms.views.tsx'

const Whom = ({ c, promised }: { c: Ctx; promised: Promised }) => {
  const { called, membershipId, toWords } = promised
  const name = called ?? toWords
  if (!name) return null
  return (
    <p class="small">
      {c.var.t('office.promises.to')}{' '}
      {membershipId ? (
        <a href={`/memberships/${membershipId}`}>
          <bdi>{name}</bdi>
        </a>
      ) : (
        <bdi>{name}</bdi>
      )}
    </p>
  )
}

const Open = ({ c, promised, today }: { c: Ctx; promised: Promised; today: Day }) => {
  const { t } = c.var
  const { id, what, byOn, keeper } = promised
  return (
    <li>
      <div>
        <a href={`/promises/${id}`}>{what}</a>
        <Whom c={c} promised={promised} />
        <p>
          {byOn <= today && <Tag tone="warn">{t('office.promises.due-tag')}</Tag>}{' '}
          <DateTime at={middayOf(byOn)} as="day" /> ({untilWords(c, byOn, today)})
          {keeper && ` · ${t('office.kept-by', { name: keeper })}`}
        </p>
      </div>
      <Form c={c} action={`/promises/${id}/closing`} inline>
        <Button name="how" value="done" tone="quiet" about={what}>
          {t('office.promises.kept')}
        </Button>
        <Button name="how" value="ended" tone="link" about={what}>
          {t('office.promises.end')}
        </Button>
      </Form>
    </li>
  )
}

type ListProps = { c: Ctx; open: Promised[]; closed: Promised[]; today: Day; saved: boolean }

export const PromisesPage = ({ c, open, closed, today, saved }: ListProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('office.promises')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {saved && (
        <Notice tone="good" alert>
          <p>{t('office.saved')}</p>
        </Notice>
      )}
      <p class="lede">{t('office.promises.lead')}</p>
      <p>
        <ButtonLink href="/promises/new">{t('office.promises.new')}</ButtonLink>
      </p>
      {open.length === 0 ? (
        <Empty title={t('office.promises.none')}>
          <p>{t('office.promises.none-hint')}</p>
        </Empty>
      ) : (
        <ol class="waiting" role="list">
          {open.map((promised) => (
            <Open c={c} promised={promised} today={today} />
          ))}
        </ol>
      )}
      {closed.length > 0 && (
        <section class="stack" aria-labelledby="closed">
          <h2 id="closed">{t('office.promises.closed')}</h2>
          <ul class="stack-s">
            {closed.map((promised) => (
              <li>
                {promised.what} ({t(`office.promises.state.${promised.state}`)}
                {promised.closedAt && (
                  <>
                    {' '}
                    <DateTime at={promised.closedAt} />
                  </>
                )}
                )
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}

type Props = {
  c: Ctx
  of: FormState
  keepers: { id: string; name: string }[]
  promised: Promised | null
  to: PromisedTo | null
}

/** Whom it is for: known from the page where it was begun, or to be written. */
const WhomField = ({ c, of, to, promised }: Omit<Props, 'keepers'>) => {
  const { t } = c.var
  if (to)
    return (
      <>
        <p>
          {t('office.promises.to')} <bdi>{to.called}</bdi>
        </p>
        <input type="hidden" name="organisation" value={to.organisationId ?? ''} />
        <input type="hidden" name="membership" value={to.membershipId ?? ''} />
      </>
    )
  if (promised?.called) return null
  return (
    <Field
      of={of}
      name="toWords"
      label={t('office.promises.whom')}
      hint={t('office.promises.whom-hint')}
      optional
    />
  )
}

/** A new promise, or one that is open and can be changed. */
export const PromisePage = ({ c, of, keepers, promised, to }: Props) => {
  const { t } = c.var
  const address = promised ? `/promises/${promised.id}` : '/promises'
  return (
    <Page
      c={c}
      title={t(promised ? 'office.promises.one' : 'office.promises.new')}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/promises', label: t('office.promises') }}
    >
      {promised && <Whom c={c} promised={promised} />}
      <Form c={c} action={address} of={of}>
        <Field
          of={of}
          name="what"
          label={t('office.promises.what')}
          hint={t('office.promises.what-hint')}
        />
        <WhomField c={c} of={of} to={to} promised={promised} />
        <Field of={of} name="byOn" type="date" label={t('office.promises.by')} width="middle" />
        <KeeperField c={c} of={of} keepers={keepers} />
        <Button>{t('office.keep')}</Button>
      </Form>
      {promised?.state === 'open' && (
        <Form c={c} action={`${address}/closing`} inline>
          <Button name="how" value="done" tone="quiet" about={promised.what}>
            {t('office.promises.kept')}
          </Button>
          <Button name="how" value="ended" tone="link" about={promised.what}>
            {t('office.promises.end')}
          </Button>
        </Form>
      )}
    </Page>
  )
}
