import { before, type Found, whole } from './reader.find.ts'
import { webEnds } from './reader.words.ts'

// --- Phones -------------------------------------------------------------------------------------------

const digits =
  /(?<![\p{L}\d.,£$€#])(?:\+ ?|\()?\d(?:(?:[\s()\-–/·]|\.(?!\s)){0,3}\d){5,17}(?![\d\p{L}]|[.,]\d)/gu
const ringing =
  /\b(?:phone|phones|telephone|tel|mobile|mob|ring|rang|call|called|calling|text|texted|whatsapp|number|landline|extension|ffôn|ffonio|ffoniwch|rhif|galwch|symudol)\b[^.!?\n]{0,28}$/iu
const otherNumber =
  /\b(?:isbn|issn|charity|company|registered|reg|order|invoice|account|sort code|nhs|ni|reference|ref|elusen|cwmni)\b[^.!?\n]{0,22}$/iu

/** Whether digits have the form of a phone number: of the UK (Ofcom's numbering plan), or with a country's code. */
function isPhone(written: string, text: string, at: number): boolean {
  const number = written.replace(/[^\d+]/g, '')
  const count = number.replace('+', '').length
  if (/^(\+|00[1-9])/.test(number)) return count >= 8 && count <= 17
  if (otherNumber.test(before(text, at, 40))) return false
  if (/^0[1-35789]\d{8,9}$/.test(number)) return true
  if (/^44[1-35789]\d{8,9}$/.test(number)) return true
  // Without the code of its town a number is only known by the words around it.
  return count >= 6 && count <= 12 && ringing.test(before(text, at, 44))
}

const spoken =
  /(?<!\p{L})(?:(?:(?:double|triple|treble|dwbl)[\s-]+)?(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|hundred|dim|un|dau|dwy|tri|tair|pedwar|pedair|pump|chwech|saith|wyth|naw)(?:,?[\s-]+|(?!\p{L}))){6,}/giu

/** A number said word by word, as a transcript has it; counting to ten is none. */
function isSpokenNumber(words: string): boolean {
  const all = words.toLowerCase().split(/[\s,-]+/)
  if (/^(one,? two,? three|un,? dau,? tri)/i.test(words)) return false
  return ['zero', 'oh', 'o', 'nought', 'dim', 'double', 'triple', 'treble', 'dwbl'].some((word) =>
    all.slice(0, 4).includes(word),
  )
}

export function* phones(text: string): Iterable<Found> {
  for (const match of text.matchAll(digits))
    if (isPhone(match[0], text, match.index)) yield whole(match)
  for (const match of text.matchAll(spoken))
    if (isSpokenNumber(match[0])) {
      const { start } = whole(match)
      yield { start, end: start + match[0].trimEnd().replace(/[,-]$/, '').length }
    }
}

// --- Mail, the web ------------------------------------------------------------------------------------

// As long as the parts of an address can be (RFC 5321, RFC 1035).

const mailAt =
  /[\p{L}\d._%+'’-]{1,64} ?(?:@|\(at\)|\[at\]|\{at\}) ?[\p{L}\d-]{1,63}(?:(?:\.| ?\(dot\) ?| ?\[dot\] ?)[\p{L}\d-]{1,63}){1,20}/giu
const mailSaid =
  /(?<!\p{L})[\p{L}\d._-]{1,64}(?: dot [\p{L}\d_-]{1,64}){0,9} at [\p{L}\d-]{1,63}(?: dot [\p{L}\d-]{1,63}){0,9} dot (?:com|org|net|co|ac|gov|uk|wales|cymru)(?: dot uk)?(?!\p{L})/giu

export function* mails(text: string): Iterable<Found> {
  if (/@|[([{]at[)\]}]/i.test(text)) for (const match of text.matchAll(mailAt)) yield whole(match)
  if (/ dot /i.test(text)) for (const match of text.matchAll(mailSaid)) yield whole(match)
}

const addressOfWeb = new RegExp(
  [
    String.raw`(?:https?|ftp):\/\/[^\s<>"“”]+`,
    String.raw`(?<![\p{L}\d@.])www\.[^\s<>"“”]+`,
    String.raw`(?<![\p{L}\d@._-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:${webEnds.join('|')})(?![\p{L}\d@-]|\.[a-z])(?:\/[^\s<>"“”]*)?`,
    String.raw`(?<![\p{L}\d._%+@/-])@[A-Za-z0-9_][A-Za-z0-9_.]{2,29}(?<!\.)(?!@)`,
  ].join('|'),
  'gu',
)

// Signs that end a sentence are none of the address before them.
const trailing = new Set(".,;:!?)]’'”")

export function* webs(text: string): Iterable<Found> {
  for (const match of text.matchAll(addressOfWeb)) {
    const { start, end: last } = whole(match)
    let end = last
    while (end > start && trailing.has(text[end - 1] ?? '')) end -= 1
    yield { start, end }
  }
}
