import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { labelsOf } from './print.sheets.ts'

async function member(kith: Kith, name: string, address: string | null = null): Promise<string> {
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  const { rows } = await kith.owner.query<{ id: string }>(
    `with o as (insert into organisations (id, kind, name, about, topics, place, precision,
       email_audience, phone_audience, phone, address, postcode, updated_at, example)
     values (gen_random_uuid(), 'group', $1, 'We meet.', '{food}', 'Leeds', 'area', 'staff', 'staff',
       '01632 960123', $2, 'LS1 4DY', now(), false) returning id),
     m as (insert into memberships (id, organisation_id, state, channel, lang, answers, talk, asked_at,
       waiting_since, decided_at)
     select gen_random_uuid(), id, 'admitted', 'web', 'en', '{}', '[]', now(), now(), now() from o)
     select id from o`,
    [name, address],
  )
  const id = rows[0]?.id ?? ''
  await kith.owner.query(
    `insert into directory (organisation_id, kind, name, about, topics, place, listed_at, example)
     values ($1, 'group', $2, 'We meet.', '{food}', 'Leeds', now(), false)`,
    [id, name],
  )
  await kith.owner.query("select set_config('kith.system', '', false)")
  return id
}

async function pdf(answer: Response): Promise<string> {
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const text = Buffer.from(await answer.arrayBuffer()).toString('latin1')
  expect(text.slice(0, 5)).toBe('%PDF-')
  expect(text).toContain('pdfuaid:part>1<')
  return text
}

test('anyone prints the list of members and a member’s sheet, tagged and in large print', async () => {
  const kith = await openKith()
  const id = await member(kith, 'Lamp Street')
  expect(await kith.page(`/members/${id}`)).toContain(`/members/${id}/sheet.pdf`)
  await pdf(await kith.visit('/members.pdf?topic=food'))
  await pdf(await kith.visit(`/members/${id}/sheet.pdf?size=24`))
  expect((await kith.visit(`/members/${crypto.randomUUID()}/sheet.pdf`)).status).toBe(404)
})

test('a machine that prints and prints has to wait', async () => {
  const kith = await openKith()
  await kith.owner.query('truncate limits')
  const statuses: number[] = []
  for (let n = 0; n < 31; n += 1)
    statuses.push((await kith.visit(`/members/${crypto.randomUUID()}/sheet.pdf`)).status)
  expect(new Set(statuses)).toEqual(new Set([404]))
}, 60_000)

test('the office prints address labels, and the log says so', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  await kith.page('/members/labels')
  const fields = { form: 'L7160', start: '5', kind: '', region: '' }
  const none = await kith.send('/members/labels', fields)
  expect(none.status).toBe(422)
  expect(await kith.checked(none)).toContain('No member of these has an address')
  await member(kith, 'Lamp Street', '1 High Street, Leeds')
  const wrong = await kith.send('/members/labels', { ...fields, start: '99' })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('value="99"')
  await pdf(await kith.send('/members/labels', fields))
  expect(await kith.journal()).toContain('labels.printed')
})

test('a label has the name, the lines of the address and the postcode, each once', () => {
  const paper = {
    t: (key: string) => key,
    lang: 'en',
    size: 18,
    coalition: 'N',
    phone: null,
    at: new Date(),
  }
  const rows = [
    { name: 'Lamp Street', address: '1 High Street,\nLeeds, LS1 4DY', postcode: 'LS1 4DY' },
  ]
  const made = labelsOf(paper as never, rows, { form: 'L7160', start: 1 })
  expect(made.labels).toEqual([['Lamp Street', '1 High Street', 'Leeds', 'LS1 4DY']])
})
