import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRegister, orgId, registers, splitOrgId } from './registers.ts'

test('a register number is read however it is written', () => {
  expect(orgId('GB-CHC', '109 5833')).toEqual({ ok: true, value: 'GB-CHC-1095833' })
  expect(orgId('GB-SC', 'sc 012345')).toEqual({ ok: true, value: 'GB-SC-SC012345' })
  expect(orgId('GB-SC', '12345')).toEqual({ ok: true, value: 'GB-SC-SC012345' })
  expect(orgId('GB-NIC', 'NIC100019')).toEqual({ ok: true, value: 'GB-NIC-100019' })
  expect(orgId('GB-COH', '1234567')).toEqual({ ok: true, value: 'GB-COH-01234567' })
  expect(orgId('GB-COH', 'oc301234')).toEqual({ ok: true, value: 'GB-COH-OC301234' })
  expect(orgId('GB-MPR', 'IP29530R')).toEqual({ ok: true, value: 'GB-MPR-IP29530R' })
})

test('a number of another form is refused', () => {
  for (const wrong of ['', '12', '12345678901', 'ABC', '1095833; drop table', '١٢٣٤٥٦٧', '109583З'])
    expect(orgId('GB-CHC', wrong).ok, wrong).toBe(false)
  expect(orgId('GB-COH', 'ZZ123456').ok).toBe(false)
})

test('every identifier that is made can be taken apart again', () => {
  const prefixes = Object.keys(registers).filter(isRegister)
  const number = fc.stringMatching(/^[A-Z]{0,2}[0-9]{3,8}$/)
  const made = fc
    .sample(fc.tuple(fc.constantFrom(...prefixes), number), 2000)
    .flatMap(([prefix, written]) => {
      const id = orgId(prefix, written)
      return id.ok ? [{ prefix, id: id.value }] : []
    })
  expect(made.length).toBeGreaterThan(100)
  for (const { prefix, id } of made) expect(splitOrgId(id)?.prefix, id).toBe(prefix)
})
