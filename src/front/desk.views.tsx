import type { DeskPile } from '#base/desk.ts'
import { daysBetween, now } from '#base/time.ts'
import { Page } from '#base/ui/page.tsx'
import { Empty, Notice, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { DeskLinks } from './desk.links.ts'
import type { Fortnight } from './fortnight.queries.ts'
import { FortnightPart } from './fortnight.views.tsx'

const sinceWords = (c: Ctx, at: Date) =>
  c.var.t('front.desk.since', { days: Math.max(0, daysBetween(at, now())) })

const PileOf = ({ c, pile }: { c: Ctx; pile: DeskPile }) => (
  <section class="stack" aria-labelledby={pile.id}>
    <h2 id={pile.id}>{c.var.t(pile.title)}</h2>
    <Waiting
      items={pile.items.map(({ since, meta, ...item }) => ({
        ...item,
        meta: [meta, sinceWords(c, since)].filter(Boolean).join(', '),
      }))}
    />
    {pile.total > pile.items.length && (
      <p>
        <a href={pile.allHref}>{c.var.t('front.desk.all', { n: pile.total })}</a>
      </p>
    )}
  </section>
)

const LinksOf = ({ c, group }: { c: Ctx; group: DeskLinks }) => (
  <section class="stack-s" aria-labelledby={group.id}>
    <h3 id={group.id}>{c.var.t(group.title)}</h3>
    <ul>
      {group.links.map(([href, label]) => (
        <li>
          <a href={href}>{c.var.t(label)}</a>
        </li>
      ))}
    </ul>
  </section>
)

type Props = { c: Ctx; piles: DeskPile[]; fortnight: Fortnight | null; groups: DeskLinks[] }

/** What waits for you, oldest first, in words; then the rhythm of the office, and where else to go. */
export const DeskPage = ({ c, piles, fortnight, groups }: Props) => {
  const { t, person, coalition } = c.var
  return (
    <Page c={c} title={t('front.desk')} staff nav="desk">
      <p class="lede">{t('front.desk.hello', { name: person?.name ?? '' })}</p>
      {!coalition.open && (
        <Notice>
          <p>
            <a href="/before-opening">{t('setup.before-open')}</a>
          </p>
        </Notice>
      )}
      {piles.map((pile) => (
        <PileOf c={c} pile={pile} />
      ))}
      {piles.length === 0 && (
        <Empty title={t('front.desk.nothing')}>
          <p>{t('front.desk.nothing-hint')}</p>
        </Empty>
      )}
      {fortnight && <FortnightPart c={c} fortnight={fortnight} />}
      {groups.length > 0 && (
        <nav class="stack" aria-labelledby="elsewhere">
          <h2 id="elsewhere">{t('office.desk.elsewhere')}</h2>
          {groups.map((group) => (
            <LinksOf c={c} group={group} />
          ))}
        </nav>
      )}
    </Page>
  )
}
