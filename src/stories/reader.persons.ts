import { type Found, part, whole } from './reader.find.ts'
import { medical, noSurnames, streets } from './reader.words.ts'

// --- Children -----------------------------------------------------------------------------------------

const childWords = String.raw`(?:(?:great-)?grand(?:son|daughter|child)|step(?:son|daughter)|god(?:son|daughter)|son|daughter|child|boy|girl|lad|nephew|niece|pupil|toddler|baby|babi|schoolboy|schoolgirl|kid|mab|merch|ferch|fab|ŵyr|wyres|plentyn|bachgen|fachgen|hogyn|hogan|nai|nith|disgybl)`
const age = String.raw`(?:\d|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)`
// No name is longer than this: without an end, a long run of letters is read again from each of them.
const first = String.raw`\p{Lu}\p{Ll}[\p{L}’'-]{0,40}`
const surname = String.raw`(?<surname>\p{Lu}[\p{L}’'-]{1,40}(?![\p{L}’'-]))`
const notPersons = streets
  .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
  .concat('Club', 'House', 'Farm', 'Town', 'Village', 'Theatre', 'Choir', 'Band', 'Orchestra')
  .join('|')
const childForms = [
  String.raw`(?<!\p{L})${childWords}(?:,|\s+(?:called|named|o’r enw|o'r enw|is|was|is called|fach|bach))?,?\s+${first}\s+${surname}`,
  String.raw`(?<!\p{L})${first}\s+${surname}(?:\s*\(|,?\s+(?:who\s+)?(?:is|was|aged|age|sy’n|sy'n|oedd yn|yn|,)?\s*(?:aged\s+|only\s+|just\s+)?)${age}(?:\)|,|\s*(?:years?|yrs?|oed|months?|mlwydd)|\s*\.)`,
  String.raw`(?<!\p{L})${age}[- ]year[- ]old\s+(?:\p{Ll}+\s+){0,2}${first}\s+${surname}`,
  String.raw`(?<!\p{L})${first}\s+${surname}(?:,|\s+is|\s+was)?\s+(?:in|from|of)\s+(?:Year|Reception|Blwyddyn|Class|Nursery)(?:\s+\d{1,2})?`,
  String.raw`(?<!\p{L})(?:little|baby|young)\s+${first}\s+${surname}`,
  // With a capital it may also begin the name of a street, a club or a tale.
  String.raw`(?<!\p{L})(?:Little|Baby|Young)\s+${first}\s+(?!(?:${notPersons})(?!\p{L}))${surname}(?!\s+\p{Lu})`,
].map((form) => new RegExp(form, 'gdu'))

export function* childSurnames(text: string): Iterable<Found> {
  for (const form of childForms)
    for (const match of text.matchAll(form))
      if (!noSurnames.has(match.groups?.['surname'] ?? '')) yield part(match, 'surname')
}

// --- Birth dates --------------------------------------------------------------------------------------

const month = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)`
const day = String.raw`(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|af|ain|ydd|eg|fed)?`
const fullDate = String.raw`(?:${day}(?:\s+(?:of|o))?\s+${month}\.?,?\s+(?:19|20)?\d{2}|${month}\.?\s+${day},?\s+(?:19|20)?\d{2}|(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})`
const birth = new RegExp(
  String.raw`(?<!\p{L})(?:born|birth|dob|d\.o\.b\.?|birthday|birthdate|geni|ganed|ganwyd|ei eni|ei geni|pen-blwydd|penblwydd)(?!\p{L})[^.!?\n]{0,36}?(?<date>${fullDate})(?!\d)`,
  'gdiu',
)

export function* birthDates(text: string): Iterable<Found> {
  if (!/born|birth|d\.?o\.?b|geni|gan[ew]|pen-?blwydd/i.test(text)) return
  for (const match of text.matchAll(birth)) yield part(match, 'date')
}

// --- Health -------------------------------------------------------------------------------------------

const loose = (word: string) =>
  word
    .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace(/ /g, String.raw`\s+`)
    .replace(/['’]/g, "['’]")
const health = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${medical
    .toSorted((a, b) => b.length - a.length)
    .map(loose)
    .join(
      '|',
    )}|(?:a|the|his|her|my|of|had|second|another|minor|massive|severe)\s+strokes?(?=\s*[.,;!?)]|\s+(?:and|that|which|in|when|last|two|three|survivors?|ward|unit|patients?|left|took|at|on|victims?)(?!\p{L}))|strôc|depression(?=\s+(?:and anxiety|medication|tablets))|(?:suffer(?:s|ed|ing)? from|diagnosed with|living with|treated for)\s+(?:depression|anxiety))(?![\p{L}\d])`,
  'giu',
)

export function* healthWords(text: string): Iterable<Found> {
  for (const match of text.matchAll(health)) yield whole(match)
}
