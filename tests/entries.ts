import { act, kithItself } from '../src/base/db.ts'
import { now } from '../src/base/time.ts'
import { listInDirectory } from '../src/members/directory.queries.ts'
import type { Audience } from '../src/members/schema.ts'
import type { Kith } from './kith.ts'

type Given = {
  name?: string
  kind?: 'group' | 'charity' | 'individual'
  precision?: 'exact' | 'near' | 'area'
  email?: string | null
  emailAudience?: Audience
  phone?: string | null
  phoneAudience?: Audience
  address?: string | null
  postcode?: string | null
  latitude?: number | null
  longitude?: number | null
  orgId?: string | null
  state?: 'asked' | 'admitted'
  channel?: 'web' | 'import' | 'kept'
}

/** A member in the directory, with these people who speak for it. Out: its id. */
export async function makeEntry(kith: Kith, given: Given = {}, ...people: { id: string }[]) {
  const { state = 'admitted', channel = 'web', ...columns } = given
  const id = crypto.randomUUID()
  const at = now()
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .insertInto('organisations')
      .values({
        id, kind: 'group', name: 'Tuesday Walkers', about: 'We walk.', topics: ['sport'], website: null,
        orgId: null, address: null, postcode: null, place: 'Leeds', region: 'England', country: 'GB',
        latitude: 53.797, longitude: -1.547, precision: 'near', email: null, emailAudience: 'staff',
        phone: null, phoneAudience: 'staff', checkedAt: null, updatedAt: at, example: false,
        importId: null, ...columns,
      })
      .execute() // prettier-ignore
    await tx
      .insertInto('memberships')
      .values({
        id: crypto.randomUUID(), organisationId: id, personId: people[0]?.id ?? null, state, channel,
        lang: 'en', answers: '{}', talk: '[]', keyHash: null, enteredBy: null, askedAt: at,
        waitingSince: at, decidedAt: state === 'asked' ? null : at, decidedBy: null, reason: null,
      })
      .execute() // prettier-ignore
    for (const person of people)
      await tx
        .insertInto('representatives')
        .values({ personId: person.id, organisationId: id, role: 'Helper', since: at })
        .execute()
    await listInDirectory(tx, id)
  })
  return id
}

/** The fields of the form that changes an entry, as it shows them. */
export function fieldsIn(html: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {}
  const form =
    /<form[^>]*action="\/members\/[^"]*(?:change|keep)"[^]*?<\/form>/.exec(html)?.[0] ?? ''
  const unescape = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const at = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
    const [name, type] = [at('name'), at('type')]
    if (!name || name === 'csrf') continue
    const value = unescape(at('value') ?? '')
    if ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(tag)) continue
    if (type === 'checkbox') fields[name] = [...[fields[name] ?? []].flat(), value]
    else fields[name] = value
  }
  for (const [, name = '', value = ''] of form.matchAll(
    /<textarea[^>]*name="([^"]*)"[^>]*>\n?([^]*?)<\/textarea>/g,
  ))
    fields[name] = unescape(value)
  return fields
}

/** The address in the last letter to someone that begins like this. */
export async function letterTo(kith: Kith, to: string, begins: string): Promise<string> {
  const letters = (await kith.outbox()).filter((letter) => letter.toAddress === to)
  const found = new RegExp(`http://localhost(${begins}[^\\s<]+)`).exec(letters.at(-1)?.text ?? '')
  return found?.[1] ?? ''
}
