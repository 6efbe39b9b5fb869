import { numberIn } from '#base/i18n.ts'
import { drawMap, type Dot, type MapPlace } from '#base/map.ts'

type MapProps = {
  places: readonly MapPlace[]
  /** The country in the picture (ISO 3166); Britain and Ireland unless another is given. */
  focus?: string | undefined
  /** For numbers: a BCP 47 tag. */
  lang: string
  /** What the picture is, translated: its name for who cannot see it. */
  title: string
  /** What it shows, in a sentence, translated: "42 members in 17 places. The list below names them." */
  describe: string
  /** Names a dot, translated: "Leeds: 4", "Leeds and 3 places close by: 9". `others` may be 0. */
  name: (dot: { label: string; n: number; others: number }) => string
  /** Apart from other pictures on the page. */
  id?: string | undefined
}

const Mark = ({ dot, lang, name }: { dot: Dot; lang: string; name: string }) => (
  <>
    <title>{name}</title>
    <circle class="dot" cx={dot.x} cy={dot.y} r={dot.radius} />
    {dot.n > 1 && (
      <text class="dot-n" x={dot.x} y={dot.y} dy=".35em" text-anchor="middle">
        {numberIn(lang, dot.n)}
      </text>
    )}
  </>
)

/**
 * A map drawn on the server: nothing is asked of another company, no script runs, colours come from
 * the style sheet (`map`, `sea`, `land`, `dot`, `dot-n`). It is always followed by the same as a list, which
 * is the way in for who cannot see or point. A dot leads to `href` where it has one; then the
 * picture is a group of links, because what is inside an image cannot be reached by keyboard.
 */
export function PlaceMap({ places, focus, lang, title, describe, name, id = 'map' }: MapProps) {
  const { width, height, land, dots } = drawMap(places, focus)
  const linked = dots.some((dot) => dot.href)
  return (
    <svg
      class="map"
      viewBox={`0 0 ${width} ${height}`}
      role={linked ? 'group' : 'img'}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-words`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-words`}>{describe}</desc>
      <rect class="sea" width={width} height={height} />
      <path class="land" d={land} />
      {dots.map((dot) => {
        const words = name(dot)
        const mark = <Mark dot={dot} lang={lang} name={words} />
        return dot.href ? (
          <a href={dot.href} aria-label={words}>
            {mark}
          </a>
        ) : (
          <g>{mark}</g>
        )
      })}
    </svg>
  )
}
