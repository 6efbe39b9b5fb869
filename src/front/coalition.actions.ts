import type { Updateable } from 'kysely'
import { act, type Db, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { findHome } from '#base/places.ts'
import { err, ok, type Result, unreachable } from '#base/result.ts'
import type { CoalitionTable } from '#base/schema.ts'
import { now } from '#base/time.ts'
import type { CoalitionChange } from './coalition.forms.ts'

type Row = Updateable<CoalitionTable>

async function aboutRow(
  db: Db,
  given: Extract<CoalitionChange, { part: 'about' }>['given'],
): Promise<Row | null> {
  const place = await findHome(db, given.place)
  if (!place) return null
  const { phone, phoneHours, email, ...rest } = given
  return {
    ...rest,
    phone: phone || null,
    phoneHours: phoneHours || null,
    email: email || null,
    country: place.country,
    latitude: place.lat,
    longitude: place.lon,
  }
}

async function rowOf(db: Db, change: CoalitionChange): Promise<Row | null> {
  switch (change.part) {
    case 'about':
      return aboutRow(db, change.given)
    case 'mail': {
      const { mail, smtp, mailFrom } = change.given
      return mail === 'smtp' ? { smtp, mailFrom } : { smtp: null, mailFrom: null }
    }
    case 'colours':
      return change.given
    case 'rules':
      return { rules: JSON.stringify(change.given.rules) }
    case 'doors':
      return { open: change.given.doors === 'open' }
    default:
      return unreachable(change)
  }
}

/** Changes one part of what the coalition says of itself. Refused when its place is not known. */
export async function changeCoalition(
  db: Db,
  who: Who,
  change: CoalitionChange,
): Promise<Result<null, 'no-such-place'>> {
  const row = await rowOf(db, change)
  if (!row) return err('no-such-place')
  return act(db, who, async (tx) => {
    await tx.updateTable('coalition').set(row).execute()
    await record(tx, {
      what: 'coalition.changed',
      about: null,
      who: who.personId,
      at: now(),
      detail: { part: change.part },
    })
    // Its name and colours stand on every page.
    await dropPages(tx, ['*'])
    return ok(null)
  })
}
