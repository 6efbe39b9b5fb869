import { expect, test } from 'vitest'
import { guards } from '../src/base/web.ts'
import { can, permissions } from '../src/people/permissions.ts'
import { type Kith, openKith, type Role } from './kith.ts'

type Asker = { called: string; roles: Role[] | null }

// Everyone there is: nobody, someone with an account and no role, and each role by itself.
const askers: Asker[] = [
  { called: 'a visitor', roles: null },
  { called: 'a member', roles: [] },
  { called: 'a secretary', roles: ['secretary'] },
  { called: 'a moderator', roles: ['moderator'] },
  { called: 'a welcomer', roles: ['welcomer'] },
  { called: 'a safeguarding lead', roles: ['safeguarding-lead'] },
  { called: 'someone of the panel', roles: ['panel'] },
]

type Way = { method: string; path: string; allowed: readonly string[]; cell: string }

function waysOf({ app }: Kith): Way[] {
  return app.routes.flatMap(({ method, path, handler }) => {
    const cell = guards.get(handler)
    if (!cell || method === 'ALL') return []
    const [object = '', action = ''] = cell.split('.')
    const table: Record<string, Record<string, readonly string[]>> = permissions
    return [{ method, path, cell, allowed: table[object]?.[action] ?? [] }]
  })
}

/** The address of a route: ids and keys are put in, other parts get a word that is none. */
function addressOf(path: string, id: string): string {
  return path
    .replace(/:key\{[^/]*\}/g, 'k'.repeat(43))
    .replace(/:id\{(?:[^{}]|\{\d+\})*\}/g, id)
    .replace(/:\w+\{(?:[^{}]|\{\d+\})*\}/g, 'nothing')
    .replace(/:\w+/g, 'nothing')
}

/** One record of each kind that has an address of its own, belonging to somebody else. */
async function records({ owner }: Kith): Promise<string[]> {
  const [organisation, membership, story, report, letter, imported] = Array.from(
    { length: 6 },
    () => crypto.randomUUID(),
  )
  await owner.query(`
    insert into organisations (id, kind, name, about, topics, place, precision, email_audience,
      phone_audience, updated_at, example)
    values ('${organisation}', 'group', 'Canary Club', 'Canary', '{}', 'Leeds', 'area', 'staff', 'staff', now(), false);
    insert into memberships (id, organisation_id, state, channel, lang, answers, talk, asked_at, waiting_since)
    values ('${membership}', '${organisation}', 'asked', 'web', 'en', '{}', '[]', now(), now());
    insert into stories (id, name_style, lang, title, body, audience, state, key_hash, spoken, told_at, example)
    values ('${story}', 'none', 'en', 'Canary story', 'Canary words', 'public', 'told', 'x', 'en', now(), false);
    insert into reports (id, about, harm, words, spoken, state, sent_at)
    values ('${report}', '/stories', 'other', 'Canary report', 'en', 'sent', now());
    insert into outbox (id, key, kind, to_address, lang, subject, html, text, secret, state, tries, written_at, next_try_at)
    values ('${letter}', 'canary', 'test', 'canary@example.org', 'en', 'Canary letter', 'Canary', 'Canary', false, 'waiting', 0, now(), now());
    insert into imports (id, name, rows, done_at) values ('${imported}', 'canary.csv', 1, now());`)
  return [organisation, membership, story, report, letter, imported].map(String)
}

/** Makes the records this person's own: their application, their story, their import. */
const give = ({ owner }: Kith, personId: string) =>
  owner.query(`
    update memberships set person_id = '${personId}';
    update stories set teller_id = '${personId}';
    update imports set done_by = '${personId}';
    update outbox set to_person = '${personId}';`)

const ask = (kith: Kith, { method, path }: Way, id: string) =>
  method === 'GET' ? kith.visit(addressOf(path, id)) : kith.send(addressOf(path, id))

/** A page without what differs by its own address or by the moment. */
const bare = (html: string) =>
  html.replace(/sign-in\?to=[^"]*/g, '').replace(/href="[^"]*lang=\w+"/g, '')

const countRows = async ({ owner }: Kith): Promise<string> => {
  const { rows } = await owner.query<{ name: string; n: string }>(`
    select relname as name, (xpath('/row/n/text()', query_to_xml(
      format('select count(*) as n from %I where true', relname), false, true, '')))[1]::text as n
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname not in ('limits', 'persons', 'accounts', 'roles', 'sessions') order by 1`)
  return JSON.stringify(rows)
}

test.each([
  ['of somebody else', false],
  ['of their own', true],
])(
  'whoever may not gets the page of what is not there, for what is there %s',
  async (_, isOwn) => {
    const kith = await openKith()
    const ids = await records(kith)
    const ways = waysOf(kith)
    const before = await countRows(kith)
    let asked = 0
    for (const { called, roles } of askers) {
      const person = roles ? await kith.makePerson({ roles }) : null
      await kith.signIn(person)
      if (isOwn && person) await give(kith, person.id)
      const absent = bare(await (await kith.visit('/nothing-is-here')).text())
      for (const way of ways) {
        if (can(way.allowed, roles)) continue
        const hasId = way.path.includes(':id{')
        for (const id of hasId ? [...ids, crypto.randomUUID()] : ['']) {
          const answer = await ask(kith, way, id)
          asked += 1
          const where = `${called}: ${way.method} ${way.path}`
          expect(answer.status, where).toBe(404)
          expect(bare(await answer.text()), where).toBe(absent)
        }
      }
    }
    expect(asked).toBeGreaterThan(150)
    expect(await countRows(kith)).toBe(before)
  },
  120_000,
)

test('what is missing is never an error on our side, whoever asks', async () => {
  const kith = await openKith()
  for (const { called, roles } of askers) {
    await kith.signIn(roles ? await kith.makePerson({ roles }) : null)
    for (const way of waysOf(kith)) {
      const answer = await ask(kith, way, crypto.randomUUID())
      expect(answer.status, `${called}: ${way.method} ${way.path}`).toBeLessThan(500)
    }
  }
}, 120_000)

test('no change comes from a page that is not ours', async () => {
  const kith = await openKith()
  await records(kith)
  await kith.signIn(await kith.makePerson({ roles: ['secretary', 'moderator'] }))
  const before = await countRows(kith)
  const strange: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': '', origin: '' },
    { 'sec-fetch-site': '', origin: 'null' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
    { 'sec-fetch-site': '', origin: 'https://localhost' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json' },
  ]
  for (const way of waysOf(kith)) {
    if (way.method === 'GET') continue
    const address = addressOf(way.path, crypto.randomUUID())
    for (const headers of strange)
      expect(
        (await kith.send(address, {}, headers)).status,
        `${address} ${JSON.stringify(headers)}`,
      ).toBe(403)
    expect((await kith.send(address, { csrf: 'forged' })).status, address).toBe(403)
  }
  expect(await countRows(kith)).toBe(before)
}, 120_000)
