import { useVoice } from './voice.tsx'

/** `day` "Tuesday 3 March", `date` "3 March 2026", `time` "Tuesday 3 March 2026, 2pm". */
export type When = 'day' | 'date' | 'time'

const formats = new Map<string, Intl.DateTimeFormat>()
const weekday = { weekday: 'long', day: 'numeric', month: 'long' } as const
const shapes = {
  day: weekday,
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  time: { ...weekday, year: 'numeric', hour: 'numeric', minute: '2-digit' },
} as const

function formatOf(lang: string, as: When, zone: string): Intl.DateTimeFormat {
  const key = `${lang} ${as} ${zone}`
  const known = formats.get(key)
  if (known) return known
  // "en" alone is American: month first.
  const made = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    ...shapes[as],
    timeZone: zone,
    ...(as === 'time' && lang === 'en' ? { hour12: true } : {}),
  })
  formats.set(key, made)
  return made
}

/** A date in words, as people say it: no comma after the weekday, "2pm" and not "2:00 pm". */
export function inWords(at: Date, lang: string, as: When = 'date', zone = 'Europe/London'): string {
  const words = formatOf(lang, as, zone).format(at)
  if (lang !== 'en') return words
  return words
    .replace(/^(\w+), /, '$1 ')
    .replace(' at ', ', ')
    .replace(/(?::00)?\s([ap]m)$/, '$1')
}

type DateTimeProps = { at: Date; as?: When | undefined; zone?: string | undefined }

/** A moment in the reader's language, and for machines. `zone` is an IANA name; Britain's unless told. */
export const DateTime = ({ at, as = 'date', zone }: DateTimeProps) => (
  <time datetime={as === 'time' ? at.toISOString() : at.toISOString().slice(0, 10)}>
    {inWords(at, useVoice().lang, as, zone)}
  </time>
)
