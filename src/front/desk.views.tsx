import { Page } from '#base/ui/page.tsx'
import { Empty, Notice, Waiting, type WaitingItem } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

export type Pile = {
  id: string
  title: string
  /** How many wait in all; the first few are shown. */
  total: number
  items: WaitingItem[]
  allHref: string
}

const PileOf = ({ c, pile }: { c: Ctx; pile: Pile }) => (
  <section class="stack" aria-labelledby={pile.id}>
    <h2 id={pile.id}>{pile.title}</h2>
    <Waiting items={pile.items} />
    {pile.total > pile.items.length && (
      <p>
        <a href={pile.allHref}>{c.var.t('front.desk.all', { n: pile.total })}</a>
      </p>
    )}
  </section>
)

/** What waits for you, oldest first, in words. */
export const DeskPage = ({
  c,
  piles,
  links,
}: {
  c: Ctx
  piles: Pile[]
  links: [string, string][]
}) => {
  const { t, person, coalition } = c.var
  const waiting = piles.filter((pile) => pile.total > 0)
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
      {waiting.map((pile) => (
        <PileOf c={c} pile={pile} />
      ))}
      {waiting.length === 0 && (
        <Empty title={t('front.desk.nothing')}>
          <p>{t('front.desk.nothing-hint')}</p>
        </Empty>
      )}
      <nav class="stack" aria-labelledby="office">
        <h2 id="office">{t('front.desk.office')}</h2>
        <ul>
          {links.map(([href, label]) => (
            <li>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
      </nav>
    </Page>
  )
}
