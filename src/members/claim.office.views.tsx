import { Actions, Button, Form } from '#base/ui/form.tsx'
import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, Facts, Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { OpenClaim, Outcome, Printed } from './claim.actions.ts'
import type { DueClaim } from './claim.queries.ts'

const crumbs = (c: Ctx) => [
  { href: '/desk', label: c.var.t('ui.nav.desk') },
  { href: '/claims', label: c.var.t('claim.office.pile') },
]

export type ClaimDone = Outcome | 'posted'
export const claimDone = ['yes', 'no', 'missed', 'posted'] as const

type ListProps = { c: Ctx; total: number; rows: DueClaim[]; done: ClaimDone | null }

/** Claims that the office checks, the longest wait first. */
export const ClaimsPage = ({ c, total, rows, done }: ListProps) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('claim.office.pile')}
      nav="desk"
      narrow
      staff
      crumbs={crumbs(c).slice(0, 1)}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t(`claim.office.done.${done}`)}</p>
        </Notice>
      )}
      <p class="lead">{t('claim.office.count', { n: total })}</p>
      {rows.length === 0 && (
        <Empty title={t('claim.office.none')}>
          <p>{t('claim.office.none-why')}</p>
        </Empty>
      )}
      <ul class="waiting" role="list">
        {rows.map(({ id, name, place, way, askedAt, tries }) => (
          <li>
            <div>
              <a href={`/claims/${id}`}>{name}</a>
              <p class="small soft">
                <bdi>{place}</bdi> · <DateTime at={askedAt} />
                {tries > 0 && ` · ${t('freshness.office.tries', { n: tries })}`}
              </p>
            </div>
            <Tag>{t(way === 'phone' ? 'claim.office.ring' : 'claim.office.print')}</Tag>
          </li>
        ))}
      </ul>
    </Page>
  )
}

const Ring = ({ c, open }: { c: Ctx; open: OpenClaim }) => {
  const { t } = c.var
  const { id, entryPhone, name, entry } = open.claim
  return (
    <section class="stack">
      <h2>{t('claim.office.ring')}</h2>
      {entryPhone && (
        <p class="lead">
          <bdi>{entry}</bdi>:{' '}
          <a href={telHref(entryPhone)} dir="ltr">
            {entryPhone}
          </a>
        </p>
      )}
      <p>{t('claim.office.ask', { person: name, name: entry })}</p>
      <Form c={c} action={`/claims/${id}/call`}>
        <Actions>
          <Button name="outcome" value="yes">
            {t('claim.office.yes')}
          </Button>
          <Button name="outcome" value="no" tone="quiet">
            {t('claim.office.no')}
          </Button>
          <Button name="outcome" value="missed" tone="quiet">
            {t('claim.office.missed')}
          </Button>
        </Actions>
      </Form>
    </section>
  )
}

/** Who claims it, and how they are reached. */
const Claimant = ({ c, claim }: { c: Ctx; claim: OpenClaim['claim'] }) => {
  const { t } = c.var
  const { name, role, email, phone, askedAt } = claim
  const rows = [
    { label: t('join.your-name'), value: <bdi>{name}</bdi> },
    { label: t('entry.role.label'), value: <bdi>{role}</bdi> },
    { label: t('join.email'), value: email && <bdi dir="ltr">{email}</bdi> },
    { label: t('join.phone'), value: phone && <bdi dir="ltr">{phone}</bdi> },
    { label: t('claim.office.asked'), value: <DateTime at={askedAt} /> },
  ]
  return <Facts rows={rows.filter((row) => row.value)} />
}

const Post = ({ c, open }: { c: Ctx; open: OpenClaim }) => {
  const { t } = c.var
  const { id, printedAt } = open.claim
  return (
    <section class="stack">
      <h2>{t('claim.office.print')}</h2>
      <p>{t(printedAt ? 'claim.office.printed' : 'claim.office.print.what')}</p>
      <Actions>
        <ButtonLink href={`/claims/${id}/letter`}>{t('claim.office.letter')}</ButtonLink>
      </Actions>
      <Form c={c} action={`/claims/${id}/post`}>
        <Button tone="quiet">{t('claim.office.posted')}</Button>
      </Form>
    </section>
  )
}

const Mail = ({ c }: { c: Ctx; open: OpenClaim }) => <p>{c.var.t('claim.office.by-mail')}</p>

const checks = { phone: Ring, post: Post, mail: Mail }

/** One claim: who, for what, and how it is checked. */
export const OpenClaimPage = ({ c, open }: { c: Ctx; open: OpenClaim }) => {
  const { t } = c.var
  const { claim, isOpen } = open
  const Check = checks[claim.way]
  return (
    <Page
      c={c}
      title={t('claim.office.title', { name: claim.entry })}
      nav="desk"
      narrow
      staff
      crumbs={crumbs(c)}
    >
      <Claimant c={c} claim={claim} />
      <p>
        <a href={`/members/${claim.organisationId}`}>{t('entry.office.entry')}</a>
      </p>
      {isOpen ? (
        <Check c={c} open={open} />
      ) : (
        <Notice>
          <p>{t('claim.office.over')}</p>
        </Notice>
      )}
    </Page>
  )
}

/** The letter by post: to the entry's own address, with the code in large print. */
export const PrintPage = ({ c, printed }: { c: Ctx; printed: Printed }) => {
  const { t, coalition, origin } = c.var
  const { claim, code } = printed
  return (
    <Page c={c} title={t('claim.paper.title', { name: claim.entry })} narrow staff>
      <p>
        <bdi>{claim.entry}</bdi>
        <br />
        <bdi>{claim.address}</bdi>
        <br />
        <bdi>{claim.place}</bdi>
        <br />
        <bdi>{claim.postcode}</bdi>
      </p>
      <p>{t('claim.paper.what', { coalition: coalition.name, person: claim.name })}</p>
      <p>{t('claim.paper.right')}</p>
      <p>
        <bdi dir="ltr">{`${origin}/members/${claim.organisationId}/claim/code`}</bdi>
      </p>
      <p>{t('claim.paper.code')}</p>
      <p class="lead">
        <strong>
          <bdi dir="ltr">{code}</bdi>
        </strong>
      </p>
      <p>{t('claim.paper.wrong')}</p>
      {coalition.phone && (
        <p>
          <bdi dir="ltr">{coalition.phone}</bdi>{' '}
          {coalition.phoneHours && <bdi>({coalition.phoneHours})</bdi>}
        </p>
      )}
    </Page>
  )
}
