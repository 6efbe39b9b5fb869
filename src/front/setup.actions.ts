import { act, type Db, kithItself } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { findHome } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey, newKey } from '#base/secrets.ts'
import { addMinutes, now } from '#base/time.ts'
import { findOrMakePerson, giveRole } from '#people/index.ts'
import type { Setup } from './setup.forms.ts'
import './setup.schema.ts'

/** Makes the link that sets this Kith up; those made before end. Out: its key; null when it is set up. */
export const newSetupLink = (db: Db): Promise<string | null> =>
  act(db, kithItself, async (tx) => {
    if (await tx.selectFrom('coalition').select('one').executeTakeFirst()) return null
    const key = newKey()
    await tx.deleteFrom('setupLinks').execute()
    await tx
      .insertInto('setupLinks')
      .values({ keyHash: hashKey(key), endsAt: addMinutes(now(), 30), spentAt: null })
      .execute()
    return key
  })

const open = (db: Db, key: string) =>
  db
    .selectFrom('setupLinks')
    .select('keyHash')
    .where('keyHash', '=', hashKey(key))
    .where('spentAt', 'is', null)
    .where('endsAt', '>', now())

/** Whether this link still works. Looking spends nothing. */
export const isSetupLink = async (db: Db, key: string): Promise<boolean> =>
  (await open(db, key).executeTakeFirst()) !== undefined

/** Spends the link. Out: whether it still worked. */
export async function spendSetupLink(db: Db, key: string): Promise<boolean> {
  const spent = await act(db, kithItself, (tx) =>
    tx
      .updateTable('setupLinks')
      .set({ spentAt: now() })
      .where('keyHash', '=', hashKey(key))
      .where('spentAt', 'is', null)
      .where('endsAt', '>', now())
      .executeTakeFirst(),
  )
  return spent.numUpdatedRows === 1n
}

/** What a coalition starts with; it says them in its own words later. */
export const firstRules = [
  'Be kind: nothing that hurts or mocks someone',
  'Everyone who can be recognised has agreed',
  'Nothing that sells or advertises',
  'Nothing that puts somebody in danger, such as an address or a phone number',
  'True, as far as you know',
]

/**
 * Sets the coalition up and makes its first secretary, who is also its first moderator. Out: the
 * person's id. Refused when it was set up already, or when the place is not known.
 */
export async function setUp(
  deps: JobDeps,
  setup: Setup,
): Promise<Result<string, 'already-set-up' | 'no-such-place'>> {
  const { db } = deps
  const place = await findHome(db, setup.place)
  if (!place) return err('no-such-place')
  return act(db, kithItself, async (tx) => {
    const at = now()
    const made = await tx
      .insertInto('coalition')
      .values({
        name: setup.name,
        purpose: setup.purpose,
        place: setup.place,
        country: place.country,
        latitude: place.lat,
        longitude: place.lon,
        languages: setup.languages,
        phone: setup.phone || null,
        phoneHours: setup.phoneHours || null,
        // The secretary's own address is theirs; the office gives one for everyone when it likes.
        email: null,
        band: setup.band,
        action: setup.action,
        rules: JSON.stringify(firstRules),
        smtp: setup.mail === 'smtp' ? setup.smtp : null,
        mailFrom: setup.mail === 'smtp' ? setup.mailFrom : null,
        open: false,
        example: false,
        setUpAt: at,
      })
      .onConflict((conflict) => conflict.column('one').doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) return err('already-set-up')
    const personId = await findOrMakePerson(tx, {
      name: setup.person,
      email: setup.email,
      phone: null,
      lang: setup.languages[0] ?? 'en',
      // An account that is only claimed gives way to who confirms the address; this one holds the desk.
      confirmed: true,
    })
    const reason = 'Set this Kith up'
    for (const role of ['secretary', 'moderator'] as const)
      await giveRole(tx, { personId, role, givenBy: null, reason })
    await record(tx, { what: 'coalition.set-up', about: null, who: personId, at })
    await dropPages(tx, ['*'])
    return ok(personId)
  })
}
