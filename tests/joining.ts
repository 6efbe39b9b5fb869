import { expect } from 'vitest'
import { act, kithItself } from '../src/base/db.ts'
import { openKith as open, type Kith } from './kith.ts'

/** An empty Kith that knows where LS1 is. */
export async function openKith(): Promise<Kith> {
  const kith = await open()
  await kith.owner
    .query(`insert into places (id, kind, name, town, district, region, country, lat, lon, loaded_at)
    values ('postcode:GB:LS1', 'postcode', 'LS1', 'Leeds', 'Leeds', 'England', 'GB', 53.797, -1.547, now())
    on conflict do nothing`)
  return kith
}

export type Pages = [page: string, fields: Record<string, string | string[]>][]

export const you = {
  yourName: 'Femi Adeyemi',
  yourRole: 'Manager',
  yourEmail: 'femi@example.org',
  yourPhone: '',
}
const place = { place: 'LS1 4DY', precision: 'area' }
const contact = {
  email: 'hello@example.org',
  emailAudience: 'public',
  phone: '',
  phoneAudience: 'staff',
}

export const ways: Record<string, Pages> = {
  organisation: [
    ['kind', { kind: 'organisation' }],
    ['name', { name: 'Leeds Libraries' }],
    ['about', { about: 'We lend books and rooms.' }],
    ['topics', { topics: ['loneliness', 'arts'] }],
    ['place', place],
    ['register', { register: 'none', registerNumber: '' }],
    ['website', { website: 'www.example.org' }],
    ['contact', contact],
    ['you', you],
    ['why', { why: 'To share our rooms' }],
  ],
  charity: [
    ['kind', { kind: 'charity' }],
    ['name', { name: 'Neighbours First' }],
    ['register', { register: 'GB-CHC', registerNumber: '109 5833' }],
    ['about', { about: 'We ring people.' }],
    ['topics', { topics: 'befriending' }],
    ['place', place],
    ['website', { website: '' }],
    ['contact', contact],
    ['you', you],
    ['why', { why: '' }],
  ],
  company: [
    ['kind', { kind: 'company' }],
    ['name', { name: 'Tea & Cake Ltd' }],
    ['register', { register: 'GB-COH', registerNumber: '1234567' }],
    ['about', { about: 'We bake.' }],
    ['topics', {}],
    ['place', place],
    ['website', { website: 'https://example.com/tea' }],
    ['contact', contact],
    ['gives', { gives: ['space', 'time'] }],
    ['you', you],
    ['why', { why: '' }],
  ],
  group: [
    ['kind', { kind: 'group' }],
    ['name', { name: 'Tuesday Walkers' }],
    ['about', { about: 'We walk.' }],
    ['meets', { size: 'dozens', meets: 'Tuesdays' }],
    ['topics', { topics: 'sport' }],
    ['place', place],
    ['contact', { email: '', phone: '' }],
    ['you', you],
    ['why', { why: '' }],
  ],
  individual: [
    ['kind', { kind: 'individual' }],
    ['you', { yourName: 'Femi Adeyemi', yourEmail: 'femi@example.org', yourPhone: '' }],
    ['about', { about: '' }],
    ['topics', {}],
    ['place', { place: 'LS1' }],
    ['why', { why: 'I live alone' }],
  ],
}

/** Walks through the pages of the form as they follow each other. Out: where the last one led. */
export async function walk(kith: Kith, pages: Pages): Promise<string> {
  let next = '/join/kind'
  for (const [page, fields] of pages) {
    expect(next).toBe(`/join/${page}`)
    await kith.page(next)
    const answer = await kith.send(next, fields)
    expect(answer.status, `${page}: ${(await answer.clone().text()).slice(0, 3000)}`).toBe(303)
    next = answer.headers.get('location') ?? ''
  }
  return next
}

/** Asks to join, page by page. Out: the address of the private link. */
export async function join(kith: Kith, pages: Pages): Promise<string> {
  expect(await walk(kith, pages)).toBe('/join/check')
  await kith.page('/join/check')
  const sent = await kith.send('/join', { once: crypto.randomUUID() })
  expect(sent.status).toBe(303)
  const location = sent.headers.get('location') ?? ''
  expect(location).toMatch(/^\/join\/[\w-]{43}\/sent$/)
  return location.slice(0, -'/sent'.length)
}

export const everything = (kith: Kith) =>
  act(kith.db, kithItself, async (tx) => ({
    organisations: await tx.selectFrom('organisations').selectAll().execute(),
    memberships: await tx.selectFrom('memberships').selectAll().execute(),
    persons: await tx.selectFrom('persons').selectAll().execute(),
    accounts: await tx.selectFrom('accounts').selectAll().execute(),
    representatives: await tx.selectFrom('representatives').selectAll().execute(),
  }))

/** The address in the last letter to someone that begins like this. */
export async function linkIn(kith: Kith, to: string): Promise<string> {
  const letters = (await kith.outbox()).filter((letter) => letter.toAddress === to)
  const found = /http:\/\/localhost(\/join\/[^\s<]+)/.exec(letters.at(-1)?.text ?? '')
  return found?.[1] ?? ''
}
