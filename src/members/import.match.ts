import type { Tx } from '#base/db.ts'
import type { GoodRow } from './import.examine.ts'
import { type Changes, type Existing, existingMembers } from './import.match.queries.ts'
import {
  type Changeable,
  type Difference,
  differencesOf,
  type Held,
  isSamePlace,
  isSaidLater,
  type UpdateChoice,
} from './import.match.rules.ts'
import { nameFor } from './import.place.ts'
import { placedAt } from './import.queries.ts'
import type { Plan } from './import.rules.ts'

/** The member that a row was taken for, and field by field what the row says otherwise. */
export type Match = {
  id: string
  name: string
  choice: UpdateChoice
  /** A representative has said something since the day of the file. */
  isHeld: boolean
  differences: Difference[]
}

const heldBy = (one: Existing): Held => ({
  name: one.name,
  about: one.about,
  kind: one.kind,
  topics: one.topics,
  orgId: one.orgId ?? '',
  website: one.website ?? '',
  email: one.email ?? '',
  phone: one.phone ?? '',
  address: one.address ?? '',
  postcode: one.postcode ?? '',
  place: one.place,
})

const placeIn = ({ member, place }: GoodRow) => (place ? nameFor(place) : member.place)

function saidByRow(row: GoodRow, plan: Plan): Held {
  const { member } = row
  return {
    name: member.name,
    about: member.about,
    // A kind that nobody wrote down is a guess, which changes nothing.
    kind: plan.mapping.includes('kind') ? member.kind : '',
    topics: member.topics,
    orgId: member.orgId ?? '',
    website: member.website ?? '',
    email: member.email ?? '',
    phone: member.phone ?? '',
    address: member.address ?? '',
    postcode: member.postcode ?? '',
    place: placeIn(row),
  }
}

/** Which members a row may be: by number, or by what was chosen for this sheet. */
const candidatesOf = ({ twin }: GoodRow, { matchBy }: Plan): readonly string[] => {
  if (!twin?.id || twin.likeness === 'near-name') return []
  if (twin.likeness === 'same-name' && !matchBy.includes('name-place')) return []
  return [twin.id, ...(twin.also ?? [])]
}

function fits(row: GoodRow, one: Existing | undefined): one is Existing {
  if (!one || one.state !== 'admitted') return false
  if (row.twin?.likeness !== 'same-name') return true
  return isSamePlace(one, { place: placeIn(row), postcode: row.member.postcode })
}

/**
 * Finds the member that each row is, and what it says otherwise. A member is changed once in an import:
 * what a later line says of it again is left out. `taken` remembers across batches.
 */
export async function matchRows(
  tx: Tx,
  rows: readonly GoodRow[],
  plan: Plan,
  taken: Set<string>,
): Promise<void> {
  const asked = new Set(rows.flatMap((row) => candidatesOf(row, plan)))
  const known = await existingMembers(tx, [...asked])
  for (const row of rows) {
    const one = candidatesOf(row, plan)
      .map((id) => known.get(id))
      .find((found) => fits(row, found))
    if (!one || taken.has(one.id)) continue
    taken.add(one.id)
    const isHeld = isSaidLater(one, plan.fileDay)
    const choice = plan.one[one.id] ?? plan.updates
    const differences = differencesOf(heldBy(one), saidByRow(row, plan), { choice, isHeld })
    row.match = { id: one.id, name: one.name, choice, isHeld, differences }
  }
}

/** Whether a row changes the member it was taken for. */
export const isUpdate = ({ match }: GoodRow, { duplicates }: Plan): boolean =>
  duplicates !== 'add' && (match?.differences.some((one) => one.applies) ?? false)

const simple = {
  name: 'name',
  about: 'about',
  kind: 'kind',
  topics: 'topics',
  orgId: 'org_id',
  website: 'website',
  email: 'email',
  phone: 'phone',
  address: 'address',
  postcode: 'postcode',
} as const satisfies Record<Exclude<Changeable, 'place'>, string>

/** What a row changes, in the names of the columns. */
export function changesOf(row: GoodRow & { match: Match }, at: Date): Changes {
  const columns: Record<string, unknown> = { updated_at: at }
  for (const { field, applies } of row.match.differences) {
    if (!applies) continue
    if (field === 'place') Object.assign(columns, placedAt(row.place, row.member.place))
    else columns[simple[field]] = row.member[field]
    // Nobody was asked about an address that comes from a sheet: it is for the office until they say otherwise.
    if (field === 'email' || field === 'phone') columns[`${field}_audience`] = 'staff'
  }
  return { id: row.match.id, columns }
}
