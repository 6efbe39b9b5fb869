import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { addJob } from '#base/jobs.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { harmField } from './duties.forms.ts'
import { harms } from './duties.questions.ts'
import { childrenMayCome, standingOf } from './duties.rules.ts'

const aDay = 86_400_000
const levels = Object.fromEntries(harms.map((harm) => [harmField(harm), 'low']))
const illegal = {
  ...levels,
  service: 'People tell stories',
  whoUses: 'Neighbours',
  factors: 'We read the profiles',
  evidence: 'Nothing yet',
  why: 'Everything is read first',
  doing: 'A moderator reads everything',
  looked: 'Ama and the trustees',
}
const measures = {
  decideDays: '5',
  reportDays: '2',
  appealDays: '21',
  reading: 'Mona reads',
  takingDown: 'At once',
  complaints: 'By the link',
  records: 'For three years',
  looked: 'Ama',
}
const person = {
  personName: 'Zebedee Quillfeather',
  personRole: 'Chair',
  personDoes: 'Answers for it',
  shownAs: 'The chair',
  reach: '0113 496 0000',
}
const night = async (kith: Kith) => {
  await act(kith.db, kithItself, (tx) => addJob(tx, 'duties.remind', {}))
  await kith.runJobs()
}
const reminders = async (kith: Kith) =>
  (await kith.outbox()).filter(({ kind }) => kind === 'duty.due')

test('a record is saved as a version that stays, with who and when, and prints', async () => {
  const kith = await openKith()
  await kith.signIn('moderator')
  expect((await kith.visit('/duties')).status).toBe(404)
  await kith.signIn(await kith.makePerson({ name: 'Ama Boateng', roles: ['secretary'] }))
  expect(await kith.page('/duties')).toContain('Not written down yet')
  expect(await kith.page('/duties/illegal-content')).toContain('Nobody can write to a stranger')
  const saved = await kith.send('/duties/illegal-content', illegal)
  expect(saved.headers.get('location')).toBe('/duties?saved=yes')
  await kith.send('/duties/illegal-content', { ...illegal, evidence: 'Two reports' })
  expect(await kith.page('/duties?saved=yes')).toContain('Last looked at')
  const form = await kith.page('/duties/illegal-content')
  expect(form).toContain('Two reports')
  const versions = [...form.matchAll(/href="(\/duties\/illegal-content\/[0-9a-f-]{36})"/g)]
  expect(versions).toHaveLength(2)
  const first = versions[1]?.[1] ?? ''
  const page = await kith.page(first)
  expect(page).toContain('Nothing yet')
  expect(page).toContain('Ama Boateng')
  expect(page).toContain('Cruelty to animals')
  expect((await kith.visit(first.replace('illegal-content', 'children'))).status).toBe(404)
  const pdf = await kith.visit(`${first}/sheet.pdf`)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  expect(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect(await kith.journal()).toContain('duty.saved')
})

test('a level that is missing, and days that are none, save nothing and keep what was written', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  const { 'harm-fraud': _, ...without } = illegal as Record<string, string>
  const sent = await kith.send('/duties/illegal-content', without)
  expect(sent.status).toBe(422)
  expect(await kith.checked(sent)).toContain('Ama and the trustees')
  const wrong = await kith.send('/duties/measures', { ...measures, appealDays: '0' })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('from 1 to 90')
  expect((await kith.send('/duties/terms', { intro: 'Only this' })).status).toBe(422)
  expect((await kith.send('/duties/nonsense', {})).status).toBe(404)
  expect(await kith.page('/duties')).not.toContain('Last looked at')
})

test('a year on the desk says so, and each secretary gets one letter a round', async () => {
  const kith = await openKith()
  const ama = await kith.makePerson({ email: 'ama@example.org', roles: ['secretary'] })
  await kith.signIn(ama)
  await kith.send('/duties/measures', measures)
  await kith.send('/duties/person', person)
  try {
    moveClock(100 * aDay)
    await kith.signIn(ama)
    expect(await kith.page('/desk')).toContain('Risk assessment: illegal content')
    expect(await kith.page('/desk')).not.toContain('The named person')
    moveClock(366 * aDay)
    await kith.signIn(ama)
    expect(await kith.page('/desk')).toContain('The named person')
    await night(kith)
    await night(kith)
    moveClock(400 * aDay)
    await night(kith)
    const [letter, ...more] = await reminders(kith)
    expect(more).toEqual([])
    expect(letter?.text).toContain('The named person')
    await kith.signIn(ama)
    await kith.send('/duties/person', person)
    await kith.send('/duties/measures', measures)
    await night(kith)
    expect(await reminders(kith)).toHaveLength(1)
    moveClock(770 * aDay)
    await night(kith)
    expect(await reminders(kith)).toHaveLength(2)
  } finally {
    moveClock(0)
  }
})

test('everyone reads the terms: the rules, the days, the contact, and the office’s own words at once', async () => {
  const kith = await openKith()
  const first = await kith.page('/terms')
  expect(first).toContain('No selling')
  expect(first).toContain('At most 14 days')
  expect(first).toContain('0808 157 0123')
  expect(await kith.page('/')).toContain('href="/terms"')
  await kith.signIn('secretary')
  await kith.send('/duties/measures', measures)
  await kith.send('/duties/person', person)
  const words = {
    words: 'cy',
    intro: 'Croeso cynnes',
    allowed: 'Dim',
    report: 'Ffoniwch',
    decide: 'Gyda’n gilydd',
    appeal: 'Gofynnwch',
  }
  await kith.send('/duties/terms', words)
  await kith.send('/duties/terms', { ...words, words: 'en', intro: 'Our own welcome' })
  await kith.signIn(null)
  const page = await kith.page('/terms')
  expect(page).toContain('Our own welcome')
  expect(page).toContain('At most 21 days')
  expect(page).toContain('At most 2 days')
  expect(page).toContain('The chair')
  // How the office calls them is for everyone; their name is not.
  expect(page).not.toContain('Quillfeather')
  expect(await kith.page('/terms?lang=cy')).toContain('Croeso cynnes')
  expect(await kith.page('/terms?lang=ur')).toContain('999')
})

test('who is not sure whether children come, keeps the duty as if they did', () => {
  expect(childrenMayCome({ ageCheck: 'yes', childUsers: 'yes', attracts: 'yes' })).toBe(false)
  expect(childrenMayCome({ ageCheck: 'no', childUsers: 'no', attracts: 'no' })).toBe(false)
  expect(childrenMayCome({ ageCheck: 'no', childUsers: 'unsure', attracts: 'no' })).toBe(true)
  expect(childrenMayCome({ ageCheck: 'unsure', childUsers: 'no', attracts: 'yes' })).toBe(true)
})

test('a record is due after a year, and the first after three months', () => {
  const day = (text: string) => new Date(`${text}T12:00:00Z`)
  const began = day('2026-01-01')
  expect(standingOf(null, began, day('2026-03-31')).isDue).toBe(false)
  expect(standingOf(null, began, day('2026-04-01')).isDue).toBe(true)
  expect(standingOf(day('2026-03-01'), began, day('2027-02-28')).isDue).toBe(false)
  expect(standingOf(day('2026-03-01'), began, day('2027-03-01')).isDue).toBe(true)
})
