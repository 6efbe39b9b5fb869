import type { Tx } from '#base/db.ts'
import type { Addressed, Reach } from './print.sheets.ts'
import type { Kind } from './schema.ts'

/** How the office reaches a member; undefined for who may not know. */
export const reachOf = (tx: Tx, id: string): Promise<Reach | undefined> =>
  tx
    .selectFrom('organisations')
    .select(['email', 'phone', 'address'])
    .where('id', '=', id)
    .executeTakeFirst()

/** Members with an address for the post, by name; at most one more than `most`. */
export function addressed(
  tx: Tx,
  chosen: { kind: Kind | null; topic: string | null; region: string | null },
  most: number,
): Promise<Addressed[]> {
  const { kind, topic, region } = chosen
  return tx
    .selectFrom('organisations as o')
    .innerJoin('memberships as m', 'm.organisationId', 'o.id')
    .select(['o.name', 'o.address', 'o.postcode'])
    .where('m.state', '=', 'admitted')
    .where('o.address', 'is not', null)
    .where('o.address', '<>', '')
    .$narrowType<{ address: string }>()
    .$if(kind !== null, (some) => some.where('o.kind', '=', kind as Kind)) // checked before
    .$if(region !== null, (some) => some.where('o.region', '=', region))
    .$if(topic !== null, (some) => some.where((e) => e(e.val(topic), '=', e.fn.any('o.topics'))))
    .orderBy('o.name')
    .orderBy('o.id')
    .limit(most + 1)
    .execute()
}
