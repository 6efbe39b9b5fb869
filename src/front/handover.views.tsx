import type { DeskPile } from '#base/desk.ts'
import { Page } from '#base/ui/page.tsx'
import { DateTime, Notice, Prose, Table } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { ListedReply } from '#members/index.ts'
import type { Holder, Note } from './handover.queries.ts'
import type { Where } from './handover.where.ts'
import { WherePart } from './handover.where.views.tsx'
import type { Promised } from './promises.queries.ts'
import type { Rhythm } from './rhythms.queries.ts'
import { middayOf } from './rhythms.rules.ts'
import { beatWords } from './rhythms.views.tsx'

export type Handover = {
  tea: Note | undefined
  rhythms: Rhythm[]
  promises: Promised[]
  holders: Holder[]
  replies: ListedReply[]
  piles: DeskPile[]
  where: Where
  at: Date
}
type Props = { c: Ctx; handover: Handover }

const Change = ({ href, about, label }: { href: string; about: string; label: string }) => (
  <p class="change">
    <a href={href}>
      {label}
      <span class="vh"> {about}</span>
    </a>
  </p>
)

const Tea = ({ c, handover: { tea } }: Props) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="tea">
      <h2 id="tea">{t('office.handover.tea')}</h2>
      {tea?.text ? (
        <>
          <Prose text={tea.text} />
          <p class="soft small">
            {tea.writer ?? t('office.somebody')}, <DateTime at={tea.writtenAt} />
          </p>
        </>
      ) : (
        <p class="soft">{t('office.handover.tea-empty')}</p>
      )}
      <Change href="/handover/tea" about={t('office.handover.tea')} label={t('ui.change')} />
    </section>
  )
}

const Rhythms = ({ c, handover: { rhythms } }: Props) => {
  const { t } = c.var
  if (rhythms.length === 0)
    return (
      <section class="stack" aria-labelledby="rhythms">
        <h2 id="rhythms">{t('office.rhythms')}</h2>
        <p class="soft">
          <a href="/rhythms">{t('office.rhythms.empty')}</a>
        </p>
      </section>
    )
  return (
    <section class="stack">
      <Table
        caption={t('office.rhythms')}
        head={[
          t('office.handover.what'),
          t('office.handover.how-often'),
          t('office.handover.next'),
          t('office.handover.who'),
          t('office.handover.note'),
        ]}
        rows={rhythms.map((rhythm) => [
          <a href={`/rhythms/${rhythm.id}`}>{rhythm.what}</a>,
          beatWords(c, rhythm),
          <DateTime at={middayOf(rhythm.nextOn)} />,
          rhythm.keeper ? <bdi>{rhythm.keeper}</bdi> : '–',
          rhythm.note || '–',
        ])}
      />
    </section>
  )
}

const Promises = ({ c, handover: { promises } }: Props) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="promises">
      <h2 id="promises">{t('office.handover.promises')}</h2>
      {promises.length === 0 ? (
        <p class="soft">{t('office.promises.none')}</p>
      ) : (
        <ul class="stack-s">
          {promises.map(({ id, what, called, toWords, byOn, keeper }) => (
            <li>
              <a href={`/promises/${id}`}>{what}</a>
              {(called || toWords) && (
                <>
                  , {t('office.promises.to-whom')} <bdi>{called ?? toWords}</bdi>
                </>
              )}
              , {t('office.promises.until')} <DateTime at={middayOf(byOn)} />
              {keeper && ` (${t('office.kept-by', { name: keeper })})`}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const Holders = ({ c, handover: { holders } }: Props) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="who">
      <h2 id="who">{t('office.handover.who-knows')}</h2>
      <ul class="plain" role="list">
        {holders.map(({ id, name, roles, knows }) => (
          <li class="stack-s">
            <h3>
              <bdi>{name}</bdi>
            </h3>
            <p>
              {roles.map(({ role, since }, at) => (
                <>
                  {at > 0 && ', '}
                  {t(`office.role.${role as 'secretary'}`)} ({t('office.handover.since')}{' '}
                  <DateTime at={since} />)
                </>
              ))}
            </p>
            {knows ? (
              <>
                <p class="soft small">{t('office.handover.knows')}</p>
                <Prose text={knows} />
              </>
            ) : (
              <p class="soft">{t('office.handover.knows-empty')}</p>
            )}
            <Change
              href={`/handover/knows/${id}`}
              about={t('office.handover.knows-of', { name })}
              label={t('ui.change')}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

const Replies = ({ c, handover: { replies } }: Props) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="replies">
      <h2 id="replies">{t('office.replies')}</h2>
      {replies.length === 0 ? (
        <p class="soft">{t('office.replies.empty')}</p>
      ) : (
        <ul>
          {replies.map(({ id, title, occasion, uses }) => (
            <li>
              <a href={`/replies/${id}`}>{title}</a> ({t(`office.replies.occasion.${occasion}`)},{' '}
              {t('office.replies.uses', { n: uses })})
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const Piles = ({ c, handover: { piles } }: Props) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="piles">
      <h2 id="piles">{t('office.handover.piles')}</h2>
      {piles.length === 0 ? (
        <p class="soft">{t('front.desk.nothing')}</p>
      ) : (
        <ul>
          {piles.map(({ title, total, allHref }) => (
            <li>
              <a href={allHref}>{t(title)}</a>: {t('office.handover.waits', { n: total })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** All that the next office needs, on one page that prints well on A4. */
export const HandoverPage = ({ c, handover, saved }: Props & { saved: boolean }) => {
  const { t, coalition } = c.var
  return (
    <Page
      c={c}
      title={t('office.handover')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {saved && (
        <Notice tone="good" alert>
          <p>{t('office.saved')}</p>
        </Notice>
      )}
      <p class="lede">{t('office.handover.lead', { coalition: coalition.name })}</p>
      <p class="soft">
        {t('office.handover.as-of')} <DateTime at={handover.at} as="time" />.{' '}
        <span class="change">{t('office.handover.print')}</span>
      </p>
      <Tea c={c} handover={handover} />
      <Rhythms c={c} handover={handover} />
      <Promises c={c} handover={handover} />
      <Holders c={c} handover={handover} />
      <Replies c={c} handover={handover} />
      <Piles c={c} handover={handover} />
      <WherePart c={c} where={handover.where} />
    </Page>
  )
}
