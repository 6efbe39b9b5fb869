import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Around,
  type Compared,
  hasNewReason,
  inOrder,
  likelyOne,
  likeness,
  phoneSign,
  signsOf,
  siteSign,
} from './twins.rules.ts'

const leeds = { place: 'Leeds', latitude: 53.8, longitude: -1.55 }
const organisation = (name: string, more: Partial<Compared> = {}): Compared => ({
  id: crypto.randomUUID(),
  kind: 'charity',
  folded: name.toLowerCase(),
  ...leeds,
  orgId: null,
  website: null,
  phone: null,
  email: null,
  ...more,
})
const around = (more: Partial<Around> = {}): Around => ({
  km: 1,
  common: new Map(),
  sameNamed: 0,
  ...more,
})
const whats = (a: Compared, b: Compared, more: Partial<Around> = {}) =>
  likelyOne(a, b, around(more))?.reasons.map(({ what }) => what) ?? []

test('the same register number says it, wherever they are', () => {
  const one = organisation('Neighbours First', { orgId: 'GB-CHC-1095833' })
  const other = organisation('Something Else', { orgId: 'GB-CHC-1095833' })
  const found = likelyOne(one, other, around({ km: 400 }))
  expect(found?.reasons).toEqual([{ what: 'same-number', register: 'GB-CHC' }])
})

test('a slip of the pen nearby is found, with how far apart they are', () => {
  const found = likelyOne(
    organisation('Tuesday Walkers of Headingley'),
    organisation('Tuesday Walkrs of Headingley'),
    around({ km: 2.2 }),
  )
  expect(found?.reasons).toEqual([{ what: 'near-name', km: 2 }])
})

test('an Age Concern of another town is another one', () => {
  const york = { place: 'York', latitude: 53.96, longitude: -1.08 }
  expect(
    whats(organisation('Age Concern Leeds'), organisation('Age Concern York', york), { km: 35 }),
  ).toEqual([])
  expect(whats(organisation('Age Concern'), organisation('Age Concern', york), { km: 35 })).toEqual(
    [],
  )
})

test('two clubs of one town whose names share only the town are two', () => {
  expect(whats(organisation('Carrickfergus Choir', { place: 'Carrickfergus' }),
    organisation('Carrickfergus Carers', { place: 'Carrickfergus' }))).toEqual([]) // prettier-ignore
  expect(whats(organisation('Leeds Chess Club'), organisation('Leeds Cheese Club'))).toEqual([])
})

test('"The" and "Ltd" make no other name', () => {
  expect(whats(organisation('The Tea Room Ltd'), organisation('Tea Room'))).toEqual(['same-name'])
})

test('where a place is unknown, a name counts unless many are called so', () => {
  const nowhere = { place: '', latitude: null, longitude: null }
  const one = organisation('Mutual Aid Group', nowhere)
  const other = organisation('Mutual Aid Group')
  expect(whats(one, other, { km: null })).toEqual(['same-name'])
  expect(whats(one, other, { km: null, sameNamed: 9 })).toEqual([])
})

test('a phone says it, but the phone of a hall that many share does not', () => {
  const [one, other] = [
    organisation('Choir', { phone: '+44 (0)113 496 0000' }),
    organisation('Knitting', { phone: '0113 4960000' }),
  ]
  expect(whats(one, other)).toEqual(['same-phone'])
  expect(whats(one, other, { common: new Map([['phone:1134960000', 12]]) })).toEqual([])
})

test('two numbers of one register are two bodies, unless more than the name speaks for one', () => {
  const one = organisation('Age Concern', { orgId: 'GB-CHC-1', email: 'a@example.org' })
  const other = organisation('Age Concern', { orgId: 'GB-CHC-2', email: 'A@example.org ' })
  expect(whats(one, { ...other, email: null })).toEqual([])
  expect(whats(one, { ...other, folded: 'age concern trading' }, { km: 60 })).toEqual([])
  expect(whats(one, other)).toEqual(['same-email', 'same-name'])
})

test('a person and an organisation are never one, and two people are not one by their names', () => {
  const person = organisation('Femi Adeyemi', { kind: 'individual', email: 'f@example.org' })
  expect(whats(person, { ...person, id: crypto.randomUUID(), kind: 'group' })).toEqual([])
  expect(whats(person, { ...person, id: crypto.randomUUID(), email: null })).toEqual([])
  expect(whats(person, { ...person, id: crypto.randomUUID() })).toEqual(['same-email'])
})

test('a website is its host, and where many share one its path', () => {
  expect(siteSign('https://www.Example.org/about')).toBe('example.org')
  expect(siteSign('example.org')).toBe('example.org')
  expect(siteSign('https://m.facebook.com/Tea.Room/?ref=x')).toBe('facebook.com/tea.room')
  expect(siteSign('https://facebook.com/')).toBeNull()
  expect(siteSign('https://www.facebook.com/profile.php?id=12')).toBe(
    'facebook.com/profile.php?id=12',
  )
  expect(siteSign('not a site')).toBeNull()
  expect(siteSign('https://')).toBeNull()
})

test('a phone number is its digits, however it is written', () => {
  for (const way of [
    '0113 496 0000',
    '+44 113 496 0000',
    '0044 (0) 113-496-0000',
    '(0113) 4960000',
  ])
    expect(phoneSign(way)).toBe('1134960000')
  expect(phoneSign('999')).toBeNull()
  expect(phoneSign('ask for Mo')).toBeNull()
})

test('names alike share a digest, in any script, and names that are not share none to speak of', () => {
  const share = (a: string, b: string) => {
    const signs = new Set(signsOf(organisation(a)))
    return signsOf(organisation(b)).filter((sign) => signs.has(sign)).length
  }
  for (const [a, b] of [
    ['Headingley Neighbourhood Friends', 'Headingly Neighbourhood Friends'],
    ['Cymdeithas Gymunedol Aberystwyth', 'Cymdeithas Gymunedol Aberystwith'],
    ['لیڈز کے پڑوسی دوست', 'لیڈز کے پڑوسی دوستو'],
    ['Дружные соседи Лидса', 'Дружные соседи Лидс'],
  ] as const)
    expect(share(a, b), a).toBeGreaterThan(0)
  expect(share('Tuesday Walkers', 'Harbour Kitchen')).toBe(0)
})

test('likeness goes from nothing to all, whichever comes first', () => {
  const [a, b] = [organisation('Chapel Lane Friends'), organisation('Chapel Lane Friend')]
  expect(likeness(a, a)).toBe(1)
  expect(likeness(a, b)).toBeCloseTo(likeness(b, a))
  expect(likeness(a, organisation('Xyzzy'))).toBe(0)
  expect(likeness(organisation('!!!'), organisation('???'))).toBe(0)
})

test('what was said to be two comes back only when something new speaks for it', () => {
  expect(hasNewReason([{ what: 'near-name', km: 2 }], [{ what: 'near-name', km: 1 }])).toBe(false)
  expect(hasNewReason([{ what: 'near-name' }], [{ what: 'same-name' }])).toBe(false)
  expect(
    hasNewReason([{ what: 'near-name' }], [{ what: 'near-name' }, { what: 'same-phone' }]),
  ).toBe(true)
  expect(inOrder('b', 'a')).toEqual({ a: 'a', b: 'b' })
})

test('whatever stands in the fields, there are signs for it that an index takes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 1000 })
  fc.assert(
    fc.property(text, text, text, text, (name, website, phone, email) => {
      const one = organisation(name, { website, phone, email: email.slice(0, 254) })
      for (const sign of signsOf(one)) expect(Buffer.byteLength(sign)).toBeLessThan(2700)
      expect(likeness(one, organisation(website))).toBeGreaterThanOrEqual(0)
    }),
    { numRuns: 60 },
  )
})
