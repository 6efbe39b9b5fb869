import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { postcodeAreas, readPostcode } from './places.postcodes.ts'
import { readPlaceRow, readPlacesHeader, type BadRowReason } from './places.rows.ts'
import { closest, countryOf, readQualifiers, slips } from './places.words.ts'

const last = (text: string) => readQualifiers(text).slice(1)
const town = (folded: string, country = 'GB', population = 1) => ({ folded, country, population })

describe('a postcode', () => {
  test.each([
    ['SW1A 1AA', ['SW1A', 'SW1'], 'SW'],
    ['sw1a1aa', ['SW1A', 'SW1'], 'SW'],
    [' s w 1 a 1 a a ', ['SW1A', 'SW1'], 'SW'],
    ['SW1A', ['SW1A', 'SW1'], 'SW'],
    ['B1 1', ['B1'], 'B'],
    ['B11', ['B11'], 'B'],
    ['E1 6AN', ['E1'], 'E'],
    ['bt1-1aa', ['BT1'], 'BT'],
    ['12 High St, Leeds LS1 4AP', ['LS1'], 'LS'],
    ['Westminster, London SW1A', ['SW1A', 'SW1'], 'SW'],
    ['LL', [], 'LL'],
  ])('written %s is looked for by its first half: %j, then %s', (text, codes, area) => {
    expect(readPostcode(text)).toEqual({ codes, area })
  })

  test('of Ireland is looked for by its first three letters, another by itself', () => {
    expect(readPostcode('d02 x285')).toEqual({ codes: ['D02'], area: null })
    expect(readPostcode('75011')).toEqual({ codes: ['75011'], area: null })
  })

  test.each(['Leeds', 'ZZ', '', 'Bath 12 Spa Road Long', 'سوات'])('is not seen in %j', (text) => {
    expect(readPostcode(text)).toBeNull()
  })

  test('never keeps the half that leads to a door', () => {
    const letter = fc.constantFrom(...'ABDEFGHJLNPQRSTUWXYZ')
    const outward = fc.constantFrom('SW1A', 'B1', 'LL57', 'EC1V', 'ZE2')
    fc.assert(
      fc.property(outward, fc.nat(9), letter, letter, (code, digit, one, two) => {
        const read = readPostcode(`${code} ${digit}${one}${two}`)
        expect(read?.codes[0]).toBe(code)
        for (const kept of read?.codes ?? []) expect(code.startsWith(kept)).toBe(true)
      }),
    )
  })

  test('can be read in whatever people type', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(() => readPostcode(text)).not.toThrow()
      }),
    )
  })

  test('has one of 124 areas', () => expect(postcodeAreas.size).toBe(124))
})

describe('what people write behind a town', () => {
  test('tells which one they mean', () => {
    expect(last('Newport, Cymru')[0]).toEqual({ name: 'Newport', country: null, within: 'Wales' })
    expect(last('Bangor (NI)')[0]).toMatchObject({ name: 'Bangor', within: 'Northern Ireland' })
    expect(last('Bangor Northern Ireland')).toContainEqual({
      name: 'Bangor',
      country: null,
      within: 'Northern Ireland',
    })
    expect(last('Newport, Mayo')[0]).toEqual({ name: 'Newport', country: null, within: 'Mayo' })
    expect(last('Vienna, Austria')[0]).toEqual({ name: 'Vienna', country: 'AT', within: null })
  })

  test('is tried after the whole, which may be the name', () => {
    expect(readQualifiers('Weston super Mare')).toEqual([
      { name: 'Weston super Mare', country: null, within: null },
    ])
    expect(readQualifiers(',')).toHaveLength(1)
  })

  test('names a country in letters or words', () => {
    expect(['Wales', 'SCT', 'gb', 'UK', 'Éire', 'France', 'IM', 'zz'].map(countryOf)).toEqual([
      'GB',
      'GB',
      'GB',
      'GB',
      'IE',
      'FR',
      'IM',
      null,
    ])
  })
})

describe('a slip of the pen', () => {
  test('counts a letter left out, added, changed, or two swapped', () => {
    expect(slips('manchestr', 'manchester')).toBe(1)
    expect(slips('brimingham', 'birmingham')).toBe(1)
    expect(slips('leeeds', 'leeds')).toBe(1)
    expect(slips('bqth', 'bath')).toBe(1)
    expect(slips('', 'leeds')).toBe(5)
  })

  test('is as far one way as the other, and nothing for the same word', () => {
    const word = fc.string({ maxLength: 12 })
    fc.assert(
      fc.property(word, word, (one, two) => {
        expect(slips(one, two)).toBe(slips(two, one))
        expect(slips(one, one)).toBe(0)
        expect(slips(one, two)).toBeLessThanOrEqual(Math.max(one.length, two.length))
      }),
    )
  })

  test('is forgiven less in a short name', () => {
    expect(closest([town('bray')], 'bath', 'GB')).toBeNull()
    expect(closest([town('ayr')], 'ayt', 'GB')).toBeNull()
    expect(closest([town('wolverhampton')], 'wolverhamtpon', 'GB')?.folded).toBe('wolverhampton')
  })

  test('leads to the town at home, then to the biggest', () => {
    const towns = [town('newport', 'IE', 9), town('newport', 'GB', 2), town('newport', 'GB', 3)]
    expect(closest(towns, 'newpotr', 'GB')?.population).toBe(3)
    expect(closest(towns, 'newpotr', 'IE')?.population).toBe(9)
  })
})

describe('a list of postcodes', () => {
  const columns = readPlacesHeader(['Long.', 'PostCode', 'LAT', 'Town', 'Country'])!
  const row = (...cells: string[]) => readPlaceRow(cells, columns, 7, 'GB')
  const refusal = (...cells: string[]): BadRowReason | null => {
    const read = row(...cells)
    return read.ok ? null : read.error.reason
  }

  test('names its columns in any order and spelling', () => {
    expect([...columns.keys()].toSorted()).toEqual(['country', 'lat', 'lon', 'postcode', 'town'])
    expect(readPlacesHeader(['postcode', 'latitude'])).toBeNull()
    expect(readPlacesHeader([])).toBeNull()
  })

  test('has a place in each row', () => {
    const read = row('-2,08', ' hs1 ', '58.21', 'Stornoway', 'SCT')
    expect(read.ok && read.value).toEqual({
      line: 7,
      id: 'postcode:GB:HS1',
      name: 'HS1',
      town: 'Stornoway',
      district: null,
      region: 'Scotland',
      country: 'GB',
      lat: 58.21,
      lon: -2.08,
    })
  })

  test.each<[BadRowReason, string[]]>([
    ['no-postcode', ['1', '', '52']],
    ['not-a-postcode', ['1', 'XX1', '52']],
    ['not-a-postcode', ['1', '=1+1', '52']],
    ['whole-postcode', ['1', 'SW1A 1AA', '52']],
    ['no-position', ['', 'SW1', '52']],
    ['no-position', ['0', 'SW1', '0']],
    ['no-position', ['1e3', 'SW1', '52']],
    ['not-on-earth', ['1', 'SW1', '95']],
    ['no-postcode', []],
  ])('says what is wrong with a row: %s', (reason, cells) => {
    expect(refusal(...cells)).toBe(reason)
  })
})
