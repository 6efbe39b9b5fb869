import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readOrgId, readRow } from './import.row.ts'
import {
  checkMapping,
  guessHeader,
  guessMapping,
  isCapitals,
  kindFrom,
  nameKey,
  type Plan,
  readEmail,
  readWebsite,
  softened,
} from './import.rules.ts'

const plan: Plan = {
  mapping: ['name', 'orgId', 'website', 'postcode'],
  header: true,
  kind: 'organisation',
  soften: false,
  duplicates: 'skip-same',
  updates: 'fill',
  one: {},
  matchBy: ['name-place'],
  fileDay: '2026-11-23',
}

const guess = (...head: string[]) => guessMapping([head], head.length, true)

test('columns are guessed by what people call them', () => {
  expect(guess('Organisation Name', 'Charity Number', 'Post Code', 'E-mail', 'Web site', 'Tel.', 'Town')).toEqual([
    'name', 'orgId', 'postcode', 'email', 'website', 'phone', 'place',
  ]) // prettier-ignore
  expect(guess('org_id', 'reg_number', 'name', 'activities', 'objects', 'company_number', 'UKCAT')).toEqual([
    'orgId', null, 'name', 'about', null, null, null,
  ]) // prettier-ignore
  expect(guess('Enw', 'Gwefan', 'Côd')).toEqual(['name', 'website', null])
})

test('without names the columns are guessed by what stands in them', () => {
  const rows = [
    ['1', 'Age Friends', 'LS1 4AP', 'a@example.org'],
    ['2', 'Tea Club', 'CF10 1AA', ''],
  ]
  expect(guessHeader(rows[0]!)).toBe(false)
  expect(guessMapping(rows, 4, false)).toEqual([null, 'name', 'postcode', 'email'])
  expect(guessHeader(['Name', 'Postcode'])).toBe(true)
  expect(guessHeader(['Name', 'LS1 4AP'])).toBe(false)
})

test('a mapping names each field once, and the name at least', () => {
  expect(checkMapping(['about', null])).toMatchObject({ error: 'no-name' })
  expect(checkMapping(['name', 'name'])).toMatchObject({ error: 'twice' })
  expect(checkMapping(['name', null, 'email'])).toMatchObject({ ok: true })
})

test('names in capitals are written as people write them', () => {
  expect(softened('FREEDOM FROM TORTURE')).toBe('Freedom from Torture')
  expect(softened('THE YMCA OF ST ALBANS LTD')).toBe('The YMCA of St Albans Ltd')
  expect(softened("QUEEN ELIZABETH'S FOUNDATION")).toBe("Queen Elizabeth's Foundation")
  expect(softened('RSPCA')).toBe('RSPCA')
  expect(softened('Age UK')).toBe('Age UK')
  expect(isCapitals('دوستی مرکز لاہور')).toBe(false)
})

test('two spellings of a name have one key', () => {
  expect(nameKey('The Tea & Talk Trust Ltd.')).toBe(nameKey('TEA AND TALK TRUST'))
  expect(nameKey('Café Ŵyl CIO')).toBe('cafe wyl')
  expect(nameKey('Limited')).toBe('limited')
})

test('register numbers are read as people write them', () => {
  for (const written of [
    'GB-CHC-1095833',
    '1095833',
    ' 1095 833',
    '1095833.0',
    'Charity no. 1095833',
  ])
    expect(readOrgId(written), written).toBe('GB-CHC-1095833')
  expect(readOrgId('SC012345')).toBe('GB-SC-SC012345')
  expect(readOrgId('NIC100019')).toBe('GB-NIC-100019')
  for (const wrong of ['n/a', '12', 'GB-CHC-x', 'GB-XYZ-1'])
    expect(readOrgId(wrong), wrong).toBeNull()
})

test('the kind is what the sheet says, then what the register means', () => {
  expect(kindFrom('Registered charity', null, 'group')).toBe('charity')
  expect(kindFrom('', 'GB-COH-01234567', 'group')).toBe('company')
  expect(kindFrom('', null, 'group')).toBe('group')
})

test('web and mail addresses are read, and what is none is not', () => {
  expect(readWebsite('www.enginuity.org')).toBe('https://www.enginuity.org')
  expect(readWebsite('http://example.org/us')).toBe('http://example.org/us')
  for (const wrong of [
    'n/a',
    'none',
    'javascript:alert(1)',
    'https://',
    '127.0.0.1',
    'a b.org',
    'https://me:pw@x.org',
  ])
    expect(readWebsite(wrong), wrong).toBeNull()
  expect(readEmail('mailto:a@example.org')).toBe('a@example.org')
  expect(readEmail('a@b')).toBeNull()
})

test('a row without a name cannot come, and what cannot be read is left behind and said', () => {
  expect(readRow(['', 'GB-CHC-1095833'], plan)).toEqual({ ok: false, error: 'no-name' })
  expect(readRow(['x'.repeat(201)], plan)).toEqual({ ok: false, error: 'name-too-long' })
  const read = readRow(['=cmd|calc', 'what?', 'none', 'POOLE'], plan)
  expect(read).toMatchObject({
    ok: true,
    value: {
      member: { name: '=cmd|calc', orgId: null, website: null, postcode: null, place: 'POOLE' },
      notes: ['org-id', 'website'],
    },
  })
})

test('whatever stands in the cells, a row is read or refused', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }),
      fc.boolean(),
      (cells, soften) => {
        const read = readRow(cells, { ...plan, soften })
        expect(!read.ok || read.value.member.name.length > 0).toBe(true)
      },
    ),
  )
})
