import type { T } from '#base/i18n.ts'
import type { ExportChoice } from './export.forms.ts'
import type { ExportedMember } from './export.queries.ts'
import { fieldsOf, pages } from './join.questions.ts'
import { byteOrderMark, type Cell, csvLines } from './spreadsheet.ts'

/** The form of the JSON file; it grows when a reader of the old one would be misled. */
export const exportVersion = 1

// Who applied, and how to reach them: only in an export that is to hold people.
const ofPeople: ReadonlySet<string> = new Set(['yourName', 'yourRole', 'yourEmail', 'yourPhone'])

/** A question of the join form: its key in the answers, and in words. */
export type Question = { key: string; label: string }

/** The questions whose answers an export holds. */
export const questionsFor = (t: T, { people }: Pick<ExportChoice, 'people'>): Question[] =>
  pages
    .flatMap((page) => fieldsOf[page])
    .filter((key) => !ofMachine.has(key) && (people || !ofPeople.has(key)))
    .map((key) => ({ key, label: t(`export.question.${key as 'name'}`) })) // every field has its words

// What the form remembers for itself.
const ofMachine: ReadonlySet<string> = new Set(['keepPlace'])

type Column = { name: string; of(member: ExportedMember): Cell }
const columns: Column[] = [
  { name: 'id', of: (member) => member.id },
  { name: 'state', of: (member) => member.state },
  { name: 'kind', of: (member) => member.kind },
  { name: 'name', of: (member) => member.name },
  { name: 'about', of: (member) => member.about },
  { name: 'topics', of: (member) => member.topics },
  { name: 'org_id', of: (member) => member.orgId },
  { name: 'number_checked', of: (member) => member.numberCheckedAt },
  { name: 'website', of: (member) => member.website },
  { name: 'email', of: (member) => member.email },
  { name: 'email_for', of: (member) => member.emailAudience },
  { name: 'phone', of: (member) => member.phone },
  { name: 'phone_for', of: (member) => member.phoneAudience },
  { name: 'address', of: (member) => member.address },
  { name: 'postcode', of: (member) => member.postcode },
  { name: 'place', of: (member) => member.place },
  { name: 'region', of: (member) => member.region },
  { name: 'country', of: (member) => member.country },
  { name: 'latitude', of: (member) => member.latitude },
  { name: 'longitude', of: (member) => member.longitude },
  { name: 'place_shown', of: (member) => member.precision },
  { name: 'last_checked', of: (member) => member.checkedAt },
  { name: 'updated', of: (member) => member.updatedAt },
  { name: 'came_by', of: (member) => member.channel },
  { name: 'language', of: (member) => member.lang },
  { name: 'asked', of: (member) => member.askedAt },
  { name: 'decided', of: (member) => member.decidedAt },
  { name: 'reason', of: (member) => member.reason },
  { name: 'invented', of: (member) => member.example },
]

const people: Column = {
  name: 'representatives',
  of: (member) =>
    member.people.map(({ name, role, email, phone }) =>
      [name, role, email, phone].filter(Boolean).join(', '),
    ),
}

/** Members as CSV, piece by piece: what is known of each, then every answer of the join form under its key and words. */
export async function* membersAsCsv(
  found: AsyncIterable<ExportedMember[]>,
  questions: readonly Question[],
  choice: ExportChoice,
): AsyncGenerator<string> {
  const facts = choice.people ? [...columns, people] : columns
  const heads = questions.map(({ key, label }) => `${label} [${key}]`)
  yield byteOrderMark + csvLines([[...facts.map(({ name }) => name), ...heads]])
  for await (const members of found)
    yield csvLines(
      members.map((member) => [
        ...facts.map((column) => column.of(member)),
        ...questions.map(({ key }) => member.answers[key] ?? null),
      ]),
    )
}

function plainMember(member: ExportedMember, choice: ExportChoice): object {
  const { people: representatives, answers, orgId, membershipId, ...rest } = member
  const said = Object.fromEntries(
    Object.entries(answers).filter(([key]) => choice.people || !ofPeople.has(key)),
  )
  const named = choice.people ? { representatives } : {}
  return { ...rest, orgId, membership: membershipId, answers: said, ...named }
}

type About = { coalition: string; origin: string; at: Date; rows: number }

/** Members as one JSON document, piece by piece. Numbers of registers are identifiers of org-id.guide. */
export async function* membersAsJson(
  found: AsyncIterable<ExportedMember[]>,
  questions: readonly Question[],
  choice: ExportChoice,
  about: About,
): AsyncGenerator<string> {
  const { state: states, kind: kinds, people: withPeople } = choice
  const head = {
    version: exportVersion,
    format: 'kith-members',
    orgIdScheme: 'https://org-id.guide',
    exportedAt: about.at,
    coalition: about.coalition,
    origin: about.origin,
    chosen: { states, kinds, people: withPeople },
    count: about.rows,
    questions,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"members":[\n`
  let comma = ''
  for await (const members of found) {
    yield comma + members.map((member) => JSON.stringify(plainMember(member, choice))).join(',\n')
    comma = ',\n'
  }
  yield '\n]}\n'
}
