import { before, type Found, whole } from './reader.find.ts'
import { noNames, plainStreets, postcodeAreas, streets, welshStreets } from './reader.words.ts'

// --- Where somebody lives -----------------------------------------------------------------------------

// The inward part has none of CIKMOV (Royal Mail PAF); an Eircode has a routing key and four signs.
const postcode = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?:${postcodeAreas.join('|')})\d(?:\d|[A-HJKPSTUW])?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}|GIR ?0AA)(?![\p{L}\d])`,
  'giu',
)
const eircode = /(?<![\p{L}\d])(?:[AC-FHKNPRTV-Y]\d{2}|D6W) [0-9AC-FHKNPRTV-Y]{4}(?![\p{L}\d])/gu

export function* postcodes(text: string): Iterable<Found> {
  for (const match of text.matchAll(postcode)) yield whole(match)
  for (const match of text.matchAll(eircode)) if (/\d/.test(match[0].slice(-4))) yield whole(match)
}

const capital = String.raw`\p{Lu}[\p{L}'’-]{0,40}(?:\.(?=\s+\p{Lu}))?`
const ends = (words: readonly string[]) =>
  words.map((word) => `[${word[0]?.toUpperCase()}${word[0]}]${word.slice(1)}`).join('|')
const numbered = String.raw`(?<![\p{L}\d£$.,:/-])\d{1,4}[A-Za-z]?(?:[-–]\d{1,4})?,?\s+`
const streetsInCapitals = new RegExp(
  String.raw`(?:(?:${numbered})|(?:live[sd]?|living|address|house|home|flat) (?:is |was )?(?:at|on|in) )(?:(?:${capital}|of|the|le|y|yr)\s+){0,3}${capital}\s+(?:${ends(streets)})\b`,
  'gu',
)
const smallStreets = new RegExp(
  String.raw`${numbered}(?<name>\p{L}[\p{L}'’-]{1,40}(?:\s+\p{L}[\p{L}'’-]{1,40})?)\s+(?:${plainStreets.join('|')})(?!\p{L})`,
  'giu',
)
const notStreets =
  /(?<!\p{L})(?:miles?|metres?|yards?|minutes?|hours?|days?|weeks?|years?|people|cars?|houses?|doors?|times|of|the|a|an|in|on|to|down|up|along|across|off|from|and|main|side|busy|long|quiet|dead|very|more|blocks?)(?!\p{L})/iu
const welshAddress = new RegExp(
  String.raw`(?:${numbered}|(?:byw yn|byw ar|byw ym) )(?:${welshStreets.join('|')})(?:\s+(?:yr?(?![\p{L}'’])|${capital})){1,3}`,
  'gu',
)
const flats =
  /(?<!\p{L})(?:flat|apartment|apt|fflat|room|ystafell)\s+(?:no\.?\s*)?\d{1,4}[a-z]?(?![\p{L}\d])/giu
// A note is no block of flats: “the key of E flat 4 times”.
const ofNote = /(?<!\p{L})(?:key of|an?|note|play(?:s|ed|ing)?|s[aiu]ng)\s+[A-G]\s+$/u
const houses = new RegExp(
  String.raw`(?:${capital}\s+){1,3}(?:Cottage|House|Farm|Lodge|Villa|Bungalow|Barn),\s+(?:${capital}\s+){1,3}(?:${ends(streets)})\b`,
  'gu',
)

export function* addresses(text: string): Iterable<Found> {
  for (const form of [streetsInCapitals, welshAddress, houses])
    for (const match of text.matchAll(form)) yield whole(match)
  for (const match of text.matchAll(flats))
    if (!(match[0].startsWith('flat') && ofNote.test(before(text, match.index, 20))))
      yield whole(match)
  for (const match of text.matchAll(smallStreets))
    if (!notStreets.test(match.groups?.['name'] ?? '')) yield whole(match)
}

// --- Schools, hospitals -------------------------------------------------------------------------------

const schoolEnd = String.raw`(?:(?:Church|Catholic|RC|CofE|C of E|Infants?|Junior|Primary|Secondary|Grammar|High|Nursery|Comprehensive|Community|Sixth Form|Preparatory|Prep|Special)\s+){0,3}(?:School|Academy|College|Nursery|Kindergarten|Playgroup|Pre-school)`
const hospitalEnd = String.raw`(?:(?:General|District|Royal|Community|Cottage|Memorial|University|Children[’']s)\s+){0,2}(?:Hospital|Infirmary|Hospice|Surgery|Medical Centre|Medical Practice|Health Centre|Clinic|Care Home|Nursing Home)`
const named = (end: string) =>
  new RegExp(String.raw`(?<name>(?:${capital}\s+){1,4}?)${end}(?!\p{L})`, 'gdu')
const schoolForm = named(schoolEnd)
const hospitalForm = named(hospitalEnd)
const welshSchool = new RegExp(
  String.raw`(?<!\p{L})Ysgol(?:ion)?\s+(?:(?:Gynradd|Gyfun|Uwchradd|Feithrin|Iau|Babanod|Gymraeg|Gatholig|y|yr)\s+){0,3}${capital}(?:\s+(?:y|yr|${capital})){0,2}`,
  'gu',
)
const welshHospital = new RegExp(
  String.raw`(?<!\p{L})(?:Ysbyty|Meddygfa|Hosbis|Canolfan Iechyd|Cartref Nyrsio)\s+(?:(?:y|yr|Athrofaol|Cyffredinol|Brenhinol)\s+){0,2}${capital}(?:\s+(?:y|yr|${capital})){0,2}`,
  'gu',
)

function* called(text: string, form: RegExp): Iterable<Found> {
  for (const match of text.matchAll(form)) {
    const words = (match.groups?.['name'] ?? '').trim().split(/\s+/)
    const first = words.findIndex((word) => !noNames.has(word.toLowerCase()))
    if (first < 0) continue
    const skipped = words.slice(0, first).join(' ').length
    const { start, end } = whole(match)
    yield { start: start + (skipped > 0 ? skipped + 1 : 0), end }
  }
}

export function* schools(text: string): Iterable<Found> {
  if (/School|Academy|College|Nursery|Kindergarten|Playgroup|Pre-school/.test(text))
    yield* called(text, schoolForm)
  for (const match of text.matchAll(welshSchool)) yield whole(match)
}

const wards =
  /(?<!\p{L})(?:[Ww]ard|[Ww]ard [Nn]o\.?|ward rhif)\s+(?:\d{1,3}[A-Za-z]?|[A-Z]\d{1,2})(?![\p{L}\d])/gu

export function* hospitals(text: string): Iterable<Found> {
  yield* called(text, hospitalForm)
  for (const form of [welshHospital, wards])
    for (const match of text.matchAll(form)) yield whole(match)
}
