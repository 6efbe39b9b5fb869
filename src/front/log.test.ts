import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { join as askToJoin, openKith, ways } from '../../tests/joining.ts'
import type { Kith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'
import { memberships } from '../../tests/vetting.ts'
import { act, kithItself } from '../base/db.ts'
import { commands } from './cli.commands.ts'
import { logLater } from './log.later.tsx'

const doJob = (kith: Kith, name: string) => logLater.jobs![name]!(kith.house, {} as never)
const words = (html: string) =>
  html
    .replace(/<(style|script|head)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

const entries = ({ db }: Kith) =>
  act(db, kithItself, (tx) => tx.selectFrom('journal').selectAll().orderBy('at').execute())

/** As who owns the server. */
async function tamper({ owner }: Kith, sql: string): Promise<void> {
  await owner.query('set session_replication_role = replica')
  await owner.query(sql)
  await owner.query('set session_replication_role = origin')
}

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
  rmSync(join(kith.config.dataFolder, 'log-heads'), { force: true })
})

describe('everyone sees who looked at theirs', () => {
  test('when a secretary opens an application, decides on it and opens a letter', async () => {
    await askToJoin(kith, ways['charity']!)
    await kith.runJobs()
    const [membership] = await memberships(kith)
    const personId = membership!.personId!
    const zadie = await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] })
    await kith.signIn(zadie)
    await kith.page(`/memberships/${membership!.id}`)
    await kith.send(`/memberships/${membership!.id}/decision`, { verdict: 'admit' })
    const [letter] = await kith.outbox()
    await kith.page(`/outbox/${letter!.id}`)

    await kith.signIn({ id: personId })
    const html = words(await kith.page('/account/log'))
    expect(html).toContain('Zadie Cole (secretary)')
    expect(html).toContain('Read what you told us: your answers, email address, phone number')
    expect(html).toContain('The application was accepted')
    expect(html).toContain('Opened a letter in the outbox: email address, what the letter says')
    for (const lang of ['cy', 'ur']) await kith.page(`/account/log?lang=${lang}`)

    // Nobody else sees any of it.
    await kith.signIn(await kith.makePerson())
    const other = words(await kith.page('/account/log?lang=en'))
    expect(other).toContain('Nobody has looked yet')
    expect(other).not.toContain('Zadie Cole')
  })

  test('when a moderator opens and publishes a story they told', async () => {
    const teller = await kith.makePerson({ name: 'Kofi Mensah' })
    await tellStory(kith)
    await kith.owner.query('update stories set teller_id = $1', [teller.id])
    await kith.signIn(null)
    const mona = await kith.makePerson({ name: 'Mona Evans', roles: ['moderator'] })
    await kith.signIn(mona)
    const id = /\/stories\/([0-9a-f-]{36})\/decision/.exec(await kith.page('/stories/waiting'))![1]
    await kith.page(`/stories/${id}/decision`)
    await publishNext(kith)
    await kith.signIn(teller)
    const html = words(await kith.page('/account/log'))
    expect(html).toContain('Mona Evans (moderator)')
    expect(html).toContain(
      'Opened a story, with how to reach its teller: name, email address, town',
    )
    expect(html).toContain('A story was published')
  })

  test('and looking at one’s own is nobody’s concern', async () => {
    const zadie = await kith.makePerson({ roles: ['secretary'] })
    await askToJoin(kith, ways['charity']!)
    await kith.owner.query('update memberships set person_id = $1', [zadie.id])
    await kith.signIn(zadie)
    const [membership] = await memberships(kith)
    await kith.page(`/memberships/${membership!.id}`)
    expect((await entries(kith)).filter(({ what }) => what === 'person.read')).toEqual([])
  })

  test('the mail address of whoever sent a report is a private field as well', async () => {
    const sender = await kith.makePerson({ email: 'ruth@example.org' })
    for (const email of ['ruth@example.org', 'stranger@example.org', ''])
      await kith.send('/reports', {
        about: '/stories',
        harm: 'untrue',
        words: 'It is not so',
        email,
        once: crypto.randomUUID(),
      })
    await kith.signIn('moderator')
    const ids = [...(await kith.page('/reports')).matchAll(/\/reports\/([0-9a-f-]{36})/g)]
    for (const id of new Set(ids.map((found) => found[1]))) await kith.page(`/reports/${id}`)
    const read = (await entries(kith)).filter(({ what }) => what === 'report.read')
    expect(read.map(({ person }) => person).toSorted()).toEqual([sender.id, null].toSorted())
  })

  test('a page that does not exist is the last one that does', async () => {
    await kith.signIn(await kith.makePerson())
    for (const page of ['0', '-3', 'x', '1e9', '999999999999', ''])
      await kith.page(`/account/log?page=${page}`)
  })
})

describe('the whole log', () => {
  test('is read by secretaries and safeguarding leads, by person and by kind', async () => {
    await askToJoin(kith, ways['charity']!)
    const [membership] = await memberships(kith)
    const zadie = await kith.makePerson({ name: 'Zadie Cole', roles: ['secretary'] })
    await kith.signIn(zadie)
    await kith.page(`/memberships/${membership!.id}`)
    await kith.send('/coalition/rules', { rules: 'Be kind' })
    for (const role of ['secretary', 'safeguarding-lead'] as const) {
      await kith.signIn(role)
      const all = words(await kith.page('/log'))
      expect(all).toContain('Somebody asked to join')
      expect(all).toContain('Zadie Cole (secretary) Read what you told us')
      const found = words(await kith.page('/log?person=femi+ADEYEMI'))
      expect(found).toContain('Read what you told us')
      expect(words(await kith.page('/log?person=Zadie%20Cole'))).toContain('Read what you told us')
      expect(words(await kith.page('/log?kind=story'))).toContain('Nothing of this kind')
      expect(words(await kith.page('/log?kind=membership'))).not.toContain('Read what you told us')
      for (const odd of ['person=%00', 'person=%25_%5C', "person='--", 'kind=%3Cb%3E', 'page=x'])
        await kith.page(`/log?${odd}`)
      const csv = await (await kith.visit('/log.csv')).text()
      expect(csv.split('\r\n')[0]).toContain('number,at,what,in_words')
      expect(csv).toContain('log.exported')
      expect(csv).toContain('Zadie Cole')
    }
  })

  test('is taken away only by who has just shown a second factor', async () => {
    const zadie = await kith.makePerson({ roles: ['secretary'] })
    await kith.signIn(zadie, { strong: false })
    const refused = await kith.visit('/log.csv')
    expect(refused.status).toBe(303)
    expect((await entries(kith)).map(({ what }) => what)).not.toContain('log.exported')
    await kith.page('/log')
  })

  test('says whether it is whole, since when, and what is wrong', async () => {
    await askToJoin(kith, ways['charity']!)
    await kith.signIn('safeguarding-lead')
    expect(words(await kith.page('/log'))).toContain('It has not been checked yet')
    expect((await kith.send('/log/check')).status).toBe(303)
    expect(words(await kith.page('/log'))).toMatch(/The log is whole: .* fits?\. Checked on/)
    await tamper(kith, `update journal set what = 'story.told' where what = 'membership.asked'`)
    await kith.send('/log/check')
    const html = words(await kith.page('/log'))
    expect(html).toContain('Entry 1 was changed')
    expect(html).not.toContain('The log is whole')
  })
})

describe('heads are kept outside the database:', () => {
  test('each night in the data folder, each week in a letter to those who guard the log', async () => {
    await askToJoin(kith, ways['charity']!)
    const zadie = await kith.makePerson({ email: 'zadie@example.org', roles: ['secretary'] })
    await kith.makePerson({ email: 'idris@example.org', roles: ['safeguarding-lead', 'secretary'] })
    await kith.makePerson({ email: 'mona@example.org', roles: ['moderator'] })
    await doJob(kith, 'log.check')
    const noted = readFileSync(join(kith.config.dataFolder, 'log-heads'), 'utf8')
    expect(noted).toMatch(/^\d{4}-\d\d-\d\d 1 [0-9a-f]{64}\n$/)
    await doJob(kith, 'log.send-head')
    await doJob(kith, 'log.send-head')
    const letters = (await kith.outbox()).filter(({ kind }) => kind === 'log.head')
    expect(letters.map(({ toAddress }) => toAddress).toSorted()).toEqual([
      'idris@example.org',
      'zadie@example.org',
    ])
    expect(letters[0]!.text).toContain(`1:${noted.trim().split(' ')[2]}`)
    await kith.signIn(zadie)
    expect(await kith.page('/log')).toContain(`1:${noted.trim().split(' ')[2]}`)
  })

  test('a cut tail is found by the page, the letter and the command line', async () => {
    await askToJoin(kith, ways['charity']!)
    await kith.makePerson({ email: 'zadie@example.org', roles: ['secretary'] })
    await doJob(kith, 'log.check')
    await kith.runJobs()
    const before = readFileSync(join(kith.config.dataFolder, 'log-heads'), 'utf8')
    const verify = (head?: string) =>
      commands['log verify']!.run(kith.house, [], head === undefined ? {} : { head })
    expect(await verify()).toMatchObject({ ok: true, data: { heads: 1 } })

    await tamper(kith, 'delete from journal; delete from journal_chain')
    expect(await verify()).toMatchObject({
      ok: false,
      lines: ['The end was cut off: entry 1 is gone', 'Nothing has happened yet'],
    })
    // Something happens again; the cut does not heal.
    await askToJoin(kith, ways['charity']!)
    await doJob(kith, 'log.check')
    expect(readFileSync(join(kith.config.dataFolder, 'log-heads'), 'utf8')).toBe(before)
    const [letter] = (await kith.outbox()).filter(({ kind }) => kind === 'log.damaged')
    expect(letter!.text).toContain('Entries 1 to 1 were written anew')
  })

  test('one that was kept on paper is typed after --head', async () => {
    await askToJoin(kith, ways['charity']!)
    const verify = (head: string) => commands['log verify']!.run(kith.house, [], { head })
    expect((await verify(`1:${'a'.repeat(64)}`)).lines[0]).toBe(
      'Entries 1 to 1 were written anew: they do not end as was noted outside the database',
    )
    expect((await verify(`7:${'a'.repeat(64)}`)).lines[0]).toBe(
      'The end was cut off: entries 2 to 7 are gone',
    )
    expect((await verify('rubbish')).ok).toBe(false)
  })
})
