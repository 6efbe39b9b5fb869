import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { sign } from '#base/secrets.ts'
import { addDays, now } from '#base/time.ts'
import { codesOnSheet, sheetDays, sheetNameOf, sheetWords, typePaperCode } from './paper.rules.ts'
import { findAccount } from './persons.actions.ts'
import { mayMakeCodes, type NotFor } from './read-out.rules.ts'
import { rolesOf } from './persons.queries.ts'
import type { CodeSheet } from './schema.ts'
import { type Answer, beginSession, type Seat, writeInVain } from './sign-in.actions.ts'

type Deps = { db: Db; secret: string }
/** A sheet as it is printed, once: nobody can look at its codes again. */
export type PrintedSheet = { name: string; codes: string[]; madeAt: Date; endsAt: Date }

// Eight digits are guessed back from any plain hash, so theirs is keyed.
const codeHash = (secret: string, sheetId: string, code: string) =>
  sign(secret, `paper ${sheetId} ${code}`)

const newPaperCode = () => String(randomInt(100_000_000)).padStart(8, '0')
const newName = () =>
  `${sheetWords[randomInt(sheetWords.length)]}-${String(randomInt(10_000)).padStart(4, '0')}`

function newCodes(): string[] {
  const codes = new Set<string>()
  while (codes.size < codesOnSheet) codes.add(newPaperCode())
  return [...codes]
}

/** A name that no sheet has. Names of others are not to be read, so the database says when one is taken. */
async function insertNamed(tx: Tx, sheet: Omit<CodeSheet, 'name'>): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const name = newName()
    const done = await tx
      .insertInto('codeSheets')
      .values({ ...sheet, name })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (done.numInsertedOrUpdatedRows === 1n) return name
  }
  throw new Error('No name was free for a sheet of codes')
}

type Making = { personId: string; channel: CodeSheet['channel']; issuedBy: string | null }

/** Writes a new sheet in place of the one before. */
async function makeSheet(tx: Tx, secret: string, making: Making): Promise<PrintedSheet> {
  const { personId } = making
  // Two sheets made at once: the second replaces the first.
  await sql`select pg_advisory_xact_lock(hashtext('code sheet'), hashtext(${personId}))`.execute(tx)
  await tx.deleteFrom('codeSheets').where('personId', '=', personId).execute()
  const madeAt = now()
  const [id, endsAt, codes] = [crypto.randomUUID(), addDays(madeAt, sheetDays), newCodes()]
  const tries = { wrongTries: 0, hourTries: 0, hourBegan: null }
  const name = await insertNamed(tx, { id, ...making, ...tries, madeAt, endsAt })
  const rows = codes.map((code) => ({
    sheetId: id,
    hash: codeHash(secret, id, code),
    spentAt: null,
  }))
  await tx.insertInto('paperCodes').values(rows).execute()
  return { name, codes, madeAt, endsAt }
}

/** Somebody makes a sheet for themselves; the routes ask first whether they may. */
export const makeOwnSheet = ({ db, secret }: Deps, who: Who & { personId: string }) =>
  act(db, who, async (tx) => {
    const { personId } = who
    const sheet = await makeSheet(tx, secret, { personId, channel: 'self', issuedBy: null })
    const entry = { about: personId, who: personId, person: personId, at: sheet.madeAt }
    await record(tx, { what: 'codes.made', ...entry, detail: { channel: 'self' } })
    return sheet
  })

/** The office makes a sheet for a member: somebody without mail, or who has lost theirs. */
export const makeSheetFor = (
  { db, secret }: Deps,
  who: Who & { personId: string },
  personId: string,
): Promise<Result<PrintedSheet, NotFor>> =>
  act(db, who, async (tx) => {
    const refused = mayMakeCodes(who.personId, await rolesOf(tx, personId))
    if (refused) return err(refused)
    const issuedBy = who.personId
    const sheet = await makeSheet(tx, secret, { personId, channel: 'office', issuedBy })
    const entry = { about: personId, who: issuedBy, person: personId, at: sheet.madeAt }
    await record(tx, { what: 'codes.made', ...entry, detail: { channel: 'office' } })
    return ok(sheet)
  })

/** How a person's sheet stands; null when they have none. */
export const sheetOf = (tx: Tx, personId: string) =>
  tx
    .selectFrom('codeSheets')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('paperCodes')
        .whereRef('paperCodes.sheetId', '=', 'codeSheets.id')
        .where('paperCodes.spentAt', 'is', null)
        .select(eb.fn.countAll<number>().as('n'))
        .as('left'),
    )
    .where('personId', '=', personId)
    .executeTakeFirst()

/** The person somebody means who types a mail address or the name of a sheet. */
async function meant(tx: Tx, typed: string) {
  const name = sheetNameOf(typed)
  const personId = name === null ? await findAccount(tx, typed) : null
  if (name === null && personId === null) return undefined
  const by = tx.selectFrom('codeSheets').selectAll()
  const sheets = name === null ? by.where('personId', '=', personId) : by.where('name', '=', name)
  return sheets.forUpdate().executeTakeFirst()
}

/** Signs in with a code from paper. In: a mail address or the name of a sheet, and eight digits. */
export const signInByPaper = (
  { db, secret }: Deps,
  { name, code }: { name: string; code: string },
  seat: Seat,
): Promise<Answer> =>
  act(db, kithItself, async (tx) => {
    const sheet = await meant(tx, name)
    if (!sheet || (seat.only !== undefined && seat.only !== sheet.personId)) {
      await writeInVain(tx, name.toLowerCase())
      return err('no-such-link')
    }
    return tryCode(tx, { sheet, hash: codeHash(secret, sheet.id, code) }, seat)
  })

/** The same for who is signed in, by their own sheet. */
export const proveByPaper = (
  { db, secret }: Deps,
  { personId, code }: { personId: string; code: string },
  seat: Seat,
): Promise<Answer> =>
  act(db, kithItself, async (tx) => {
    const sheet = await tx
      .selectFrom('codeSheets')
      .selectAll()
      .where('personId', '=', personId)
      .forUpdate()
      .executeTakeFirst()
    if (!sheet) return err('no-such-link')
    return tryCode(tx, { sheet, hash: codeHash(secret, sheet.id, code) }, seat)
  })

async function tryCode(
  tx: Tx,
  { sheet, hash }: { sheet: CodeSheet; hash: string },
  seat: Seat,
): Promise<Answer> {
  const at = now()
  const ofSheet = { sheetId: sheet.id, hash }
  const kept = await tx
    .selectFrom('paperCodes')
    .select('spentAt')
    .where('sheetId', '=', ofSheet.sheetId)
    .where('hash', '=', ofSheet.hash)
    .executeTakeFirst()
  const { after, refused } = typePaperCode(sheet, kept ?? null, at)
  const { wrongTries, hourTries, hourBegan } = after
  await tx
    .updateTable('codeSheets')
    .set({ wrongTries, hourTries, hourBegan })
    .where('id', '=', sheet.id)
    .execute()
  if (refused) return err(refused)
  await tx
    .updateTable('paperCodes')
    .set({ spentAt: at })
    .where('sheetId', '=', ofSheet.sheetId)
    .where('hash', '=', ofSheet.hash)
    .execute()
  // What the office printed, the office may have read: it is no more than a code that it read out.
  const kind = sheet.channel === 'office' ? 'office' : 'paper'
  return ok(await beginSession(tx, sheet.personId, kind, seat))
}

export const forgetSheets = (db: Db) =>
  act(db, kithItself, (tx) => tx.deleteFrom('codeSheets').where('endsAt', '<', now()).execute())
