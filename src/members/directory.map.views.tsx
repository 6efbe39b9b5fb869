import { raw } from 'hono/html'
import { localeOf } from '#base/i18n.ts'
import { PlaceMap } from '#base/ui/map.tsx'
import type { Ctx } from '#base/web.ts'
import type { Counted, Overview } from './directory.overview.queries.ts'
import { addressOf, type Search } from './directory.rules.ts'
import type { Found } from './directory.search.queries.ts'

/** Where the members found are, counted by place. */
export function placesOf(found: Found, overview: Overview, search: Search): readonly Counted[] {
  if (!found.matches) return overview.of(search).places
  const places = new Map<string, Counted>()
  for (const { place: label, country, latitude: lat, longitude: lon } of found.matches) {
    if (lat === null || lon === null) continue
    const key = `${lat} ${lon}`
    const known = places.get(key)
    if (known) known.n += 1
    else places.set(key, { label, country, lat, lon, n: 1 })
  }
  return [...places.values()]
}

const drawn = new WeakMap<readonly Counted[], Map<string, string>>()

/** The map of these places: drawn once a language, for as long as the overview counts the same ones. */
function mapOf(c: Ctx, places: readonly Counted[], placed: number): string {
  const { t, lang, coalition } = c.var
  const known = drawn.get(places) ?? new Map<string, string>()
  drawn.set(places, known)
  const key = `${lang} ${coalition.country}`
  const before = known.get(key)
  if (before) return before
  const made = (
    <PlaceMap
      places={places.map((one) => ({ ...one, href: addressOf({ near: one.label }) }))}
      focus={coalition.country}
      lang={localeOf(lang)}
      title={t('directory.map-title')}
      describe={t('directory.map-words', { n: placed, places: places.length })}
      name={({ label, n, others }) =>
        others > 0
          ? t('directory.dot-others', { label, n, others })
          : t('directory.dot', { label, n })
      }
    />
  ).toString()
  known.set(key, String(made))
  return String(made)
}

/** The map, below the list: phones come for the list, and the same is said there. */
export function Where({ c, places, total }: { c: Ctx; places: readonly Counted[]; total: number }) {
  const { t } = c.var
  const placed = places.reduce((sum, { n }) => sum + n, 0)
  if (placed === 0) return null
  return (
    <section class="stack" aria-labelledby="where">
      <h2 id="where">{t('directory.map')}</h2>
      {raw(mapOf(c, places, placed))}
      {placed < total && (
        <p class="small soft">{t('directory.map-without', { n: total - placed })}</p>
      )}
    </section>
  )
}
