import { telHref } from '#base/ui/frame.tsx'
import { Page } from '#base/ui/page.tsx'
import { Button, Form } from '#base/ui/form.tsx'
import { ButtonLink, DateTime, Empty, Paging, Table, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type {
  countWaiting,
  decided as decidedQuery,
  DecidedState,
  ToRing,
  Waiting,
} from './queries.ts'
import { After, type JustDecided, stateTones, waitedWords } from './vetting.views.tsx'

const WaitingList = ({ c, rows }: { c: Ctx; rows: Waiting[] }) => (
  <ul class="waiting" role="list">
    {rows.map(({ id, name, kind, place, waitingSince }) => (
      <li>
        <div>
          <a href={`/memberships/${id}`}>
            <bdi>{name}</bdi>
          </a>
          <p class="soft small">
            {c.var.t(`join.kind.${kind}`)}, <bdi>{place}</bdi>
          </p>
        </div>
        <span>{waitedWords(c, waitingSince)}</span>
      </li>
    ))}
  </ul>
)

const RingList = ({ c, rows }: { c: Ctx; rows: ToRing[] }) => {
  const { t } = c.var
  if (rows.length === 0) return null
  return (
    <section class="stack">
      <h2>{t('vetting.to-ring')}</h2>
      <p>{t('vetting.to-ring.why')}</p>
      <ul class="waiting" role="list">
        {rows.map(({ id, name, state, who, number }) => (
          <li>
            <div>
              <a href={`/memberships/${id}`}>
                <bdi>{name}</bdi>
              </a>
              <p class="small">
                <bdi>{who}</bdi>{' '}
                {number && (
                  <a href={telHref(number)}>
                    <bdi>{number}</bdi>
                  </a>
                )}
              </p>
            </div>
            <Tag tone={stateTones[state]}>{t(`vetting.state.${state}`)}</Tag>
            <Form c={c} action={`/memberships/${id}/call`} inline>
              <Button tone="quiet" about={name}>
                {t('vetting.rung')}
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}

type DecidedProps = {
  c: Ctx
  decided: Awaited<ReturnType<typeof decidedQuery>>
  chosen: DecidedState | null
  page: number
}

const hrefOf = (state: DecidedState | null, page = 1) => {
  const parts = new URLSearchParams()
  if (state) parts.set('state', state)
  if (page > 1) parts.set('page', String(page))
  const query = parts.toString()
  return query ? `/memberships?${query}#decided` : '/memberships#decided'
}

const DecidedSection = ({ c, decided, chosen, page }: DecidedProps) => {
  const { t } = c.var
  const filters = [null, 'admitted', 'declined', 'ended'] as const
  return (
    <section class="stack" aria-labelledby="decided">
      <h2 id="decided">{t('vetting.decided')}</h2>
      <nav aria-label={t('vetting.filter')}>
        <p class="row">
          {filters.map((state) => (
            <a href={hrefOf(state)} aria-current={state === chosen ? 'true' : undefined}>
              {t(state ? `vetting.state.${state}` : 'vetting.all')}
            </a>
          ))}
        </p>
      </nav>
      {decided.rows.length === 0 ? (
        <p>{t('vetting.decided.none')}</p>
      ) : (
        <Table
          caption={t('vetting.decided.caption', { n: decided.n })}
          hideCaption
          head={[
            t('vetting.head.name'),
            t('vetting.head.state'),
            t('vetting.head.when'),
            t('vetting.head.who'),
          ]}
          rows={decided.rows.map(({ id, name, state, decidedAt, deciderName }) => [
            <a href={`/memberships/${id}`}>
              <bdi>{name}</bdi>
            </a>,
            <Tag tone={stateTones[state]}>{t(`vetting.state.${state}`)}</Tag>,
            decidedAt && <DateTime at={decidedAt} />,
            deciderName ? <bdi>{deciderName}</bdi> : '–',
          ])}
        />
      )}
      <Paging page={page} pages={decided.pages} href={(to) => hrefOf(chosen, to)} />
    </section>
  )
}

type QueueProps = DecidedProps & {
  counts: Awaited<ReturnType<typeof countWaiting>>
  asked: Waiting[]
  askedBack: Waiting[]
  toRing: ToRing[]
  after: JustDecided
}

/** Who waits for the office, whom the office waits for, whom to ring, and what was decided. */
export const QueuePage = (props: QueueProps) => {
  const { c, counts, asked, askedBack, toRing, after } = props
  const { t } = c.var
  const [first] = asked
  return (
    <Page
      c={c}
      title={t('vetting.title')}
      nav="desk"
      staff
      crumbs={[{ href: '/desk', label: t('ui.nav.desk') }]}
    >
      <After c={c} after={after} />
      <p class="lead">{t('vetting.count', { n: counts.asked })}</p>
      <p class="row">
        {first && (
          <ButtonLink href={`/memberships/${first.id}#application`}>
            {t('vetting.begin')}
          </ButtonLink>
        )}
        <ButtonLink href="/memberships/new" tone="quiet">
          {t('vetting.new')}
        </ButtonLink>
      </p>
      <section class="stack">
        <h2>{t('vetting.waiting')}</h2>
        {asked.length > 0 ? (
          <WaitingList c={c} rows={asked} />
        ) : (
          <Empty title={t('vetting.none')}>
            <p>{t('vetting.none.why')}</p>
          </Empty>
        )}
      </section>
      {askedBack.length > 0 && (
        <section class="stack">
          <h2>{t('vetting.asked-back')}</h2>
          <p>{t('vetting.asked-back.why')}</p>
          <WaitingList c={c} rows={askedBack} />
        </section>
      )}
      <RingList c={c} rows={toRing} />
      <DecidedSection {...props} />
    </Page>
  )
}
