import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { importFile } from './import.file.ts'

// A name in each of thirty scripts: "neighbours", "friends", "together" and the like.
const names = [
  'Tŷ Gwên', 'Γειτονιά', 'Соседи', 'Հարևաններ', 'მეზობლები', 'שכנים', 'جيران', 'پڑوسی', 'ܫܒܒܐ', 'ދިވެހި',
  'पड़ोसी', 'প্রতিবেশী', 'ਗੁਆਂਢੀ', 'પડોશીઓ', 'ପଡ଼ୋଶୀ', 'அயலவர்', 'పొరుగువారు', 'ನೆರೆಹೊರೆ', 'അയൽക്കാർ', 'අසල්වැසි',
  'เพื่อนบ้าน', 'ເພື່ອນບ້ານ', 'အိမ်နီးချင်း', 'អ្នកជិតខាង', 'བཟང་པོ', '이웃', '隣人の会', '邻里互助', 'ጎረቤቶች', 'ᏗᎦᎵᎢ',
] as const // prettier-ignore

test('members with names in thirty scripts are listed, found by them, and shown as they write them', async () => {
  expect(new Set(names).size).toBe(30)
  const kith = await openKith()
  const folder = mkdtempSync(join(tmpdir(), 'kith-names-'))
  const path = join(folder, 'names.csv')
  writeFileSync(path, `name,place\n${names.map((name) => `${name},Leeds`).join('\n')}\n`)
  const said = await importFile(kith.house, { path, name: 'names.csv', write: true })
  rmSync(folder, { recursive: true })
  expect(said.ok, said.lines.join('\n')).toBe(true)
  const rows = await kith.db.selectFrom('directory').select(['organisationId', 'name']).execute()
  expect(rows.map(({ name }) => name).toSorted()).toEqual([...names].toSorted())
  for (const { organisationId, name } of rows) {
    expect(await kith.page(`/members/${organisationId}`), name).toContain(`<bdi>${name}</bdi>`)
    const found = await (await kith.visit(`/members?q=${encodeURIComponent(name)}`)).text()
    expect(found, name).toContain(`/members/${organisationId}`)
  }
}, 60_000)
