import { type Selectable, sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { Answers } from '#base/drafts.ts'
import type { ExportChoice } from './export.forms.ts'
import type { MembershipsTable, OrganisationsTable } from './schema.ts'

/** Somebody who speaks for an organisation. */
export type ExportedPerson = {
  name: string
  role: string
  email: string | null
  phone: string | null
}

/** A member with everything that is known of it. `people` is empty unless it was chosen. */
export type ExportedMember = Omit<Selectable<OrganisationsTable>, 'importId' | 'seed'> &
  Pick<
    Selectable<MembershipsTable>,
    'state' | 'channel' | 'lang' | 'askedAt' | 'decidedAt' | 'reason'
  > & { membershipId: string; answers: Answers; people: ExportedPerson[] }

const atOnce = 500

const among = (tx: Tx, { state, kind }: ExportChoice) =>
  tx
    .selectFrom('memberships as m')
    .innerJoin('organisations as o', 'o.id', 'm.organisationId')
    .where('m.state', 'in', state)
    .$if(kind.length > 0, (some) => some.where('o.kind', 'in', kind))

/** How many an export will hold. */
export async function countExported(tx: Tx, choice: ExportChoice): Promise<number> {
  const { n } = await among(tx, choice)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

const columns = [
  'o.id', 'o.kind', 'o.name', 'o.about', 'o.topics', 'o.website', 'o.orgId', 'o.numberCheckedAt',
  'o.address', 'o.postcode', 'o.place', 'o.region', 'o.country', 'o.latitude', 'o.longitude',
  'o.precision', 'o.email', 'o.emailAudience', 'o.phone', 'o.phoneAudience', 'o.checkedAt',
  'o.updatedAt', 'o.example', 'm.id as membershipId', 'm.state', 'm.channel', 'm.lang', 'm.askedAt',
  'm.decidedAt', 'm.reason', 'm.answers',
] as const // prettier-ignore

async function peopleOf(tx: Tx, ids: readonly string[]): Promise<Map<string, ExportedPerson[]>> {
  const { rows } = await sql<ExportedPerson & { organisationId: string }>`
    select r.organisation_id, p.name, r.role, p.email, p.phone
    from representatives r join persons p on p.id = r.person_id
    where r.organisation_id = any(${ids}::uuid[]) order by r.organisation_id, r.since, p.name`.execute(
    tx,
  )
  const found = new Map<string, ExportedPerson[]>()
  for (const { organisationId, ...person } of rows)
    found.set(organisationId, [...(found.get(organisationId) ?? []), person])
  return found
}

/** One page of the export, after this organisation. */
async function pageAfter(tx: Tx, choice: ExportChoice, last: string | null) {
  const rows = await among(tx, choice)
    .select([...columns])
    .$if(last !== null, (some) => some.where('o.id', '>', last))
    .orderBy('o.id')
    .limit(atOnce)
    .execute()
  const people = choice.people
    ? await peopleOf(
        tx,
        rows.map(({ id }) => id),
      )
    : new Map<string, ExportedPerson[]>()
  return rows.map((row): ExportedMember => ({ ...row, people: people.get(row.id) ?? [] }))
}

/**
 * Everybody who was chosen, a few hundred at a time in the order of their ids, each page in a transaction of
 * its own: neither memory nor a connection is held for as long as somebody downloads.
 */
export async function* exportedMembers(
  db: Db,
  who: Who,
  choice: ExportChoice,
): AsyncGenerator<ExportedMember[]> {
  let last: string | null = null
  for (;;) {
    const from: string | null = last
    const rows: ExportedMember[] = await act(db, who, (tx) => pageAfter(tx, choice, from))
    if (rows.length > 0) yield rows
    last = rows.at(-1)?.id ?? null
    if (rows.length < atOnce) return
  }
}
