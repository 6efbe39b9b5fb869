import { expect } from 'vitest'
import { act, kithItself } from '../src/base/db.ts'
import type { Kith } from './kith.ts'

export type Fields = Record<string, string | string[]>

const charity: [string, Fields][] = [
  ['kind', { kind: 'charity' }],
  ['name', { name: 'Neighbours First' }],
  ['register', { register: 'GB-CHC', registerNumber: '1095833' }],
  ['about', { about: 'We ring people.' }],
  ['topics', { topics: 'befriending' }],
  ['place', { place: 'Leeds', keepPlace: 'yes', precision: 'near' }],
  ['website', { website: 'www.example.org' }],
  ['contact', { email: 'hello@example.org', emailAudience: 'public', phone: '0113 496 0000' }],
  ['you', { yourName: 'Femi Adeyemi', yourRole: 'Trustee', yourEmail: 'femi@example.org' }],
  ['why', { why: '' }],
]

/** Somebody asks to join, here under this name. Out: the private link and the id. */
export async function ask(
  kith: Kith,
  name = 'Neighbours First',
  more: Record<string, Fields> = {},
) {
  for (const [page, fields] of charity) {
    const named = page === 'name' ? { name } : fields
    const answer = await kith.send(`/join/${page}`, { ...named, ...more[page] })
    expect(answer.status, page).toBe(303)
  }
  const sent = await kith.send('/join', { once: crypto.randomUUID() })
  const link = (sent.headers.get('location') ?? '').replace('/sent', '')
  const rows = await memberships(kith)
  return { link, id: rows.at(-1)!.id }
}

export const memberships = (kith: Kith) =>
  act(kith.db, kithItself, (tx) =>
    tx.selectFrom('memberships').selectAll().orderBy('askedAt').orderBy('id').execute(),
  )
