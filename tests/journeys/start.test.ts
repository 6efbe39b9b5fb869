import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kithItself } from '../../src/base/db.ts'
import { newSetupLink } from '../../src/front/index.ts'
import { loadRegister } from '../../src/members/register.actions.ts'
import { type Kith, openKith } from '../kith.ts'
import { openBrowser, serveKith } from './browser.ts'
import { type Fields, type Walker, walker } from './walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

async function someone(withScript: boolean) {
  const context = await browser.newContext({
    javaScriptEnabled: withScript,
    viewport: { width: 320, height: 640 },
  })
  const page = await context.newPage()
  return { ...walker(page, { axe: withScript }), close: () => context.close() }
}

// What somebody would write on each page of the form, by the name of the field.
const words: Record<string, string | string[]> = {
  about: 'We mend what the neighbours bring, and then we stay.',
  size: 'few',
  meets: 'Tuesdays in the library',
  topics: ['loneliness', 'food'],
  place: 'Whitby',
  precision: 'area',
  website: '',
  emailAudience: 'staff',
  phoneAudience: 'staff',
  gives: 'time',
  yourName: 'Femi Adeyemi',
  yourRole: 'Organiser',
  why: 'We would like to meet others like us.',
}

/** Answers a page with the words that it asks for. */
async function answerPage(walk: Walker, own: Fields): Promise<void> {
  const names = await walk.page
    .locator('main form [name]')
    .evaluateAll((fields) => [...new Set(fields.map((field) => (field as HTMLInputElement).name))])
  const all: Fields = { ...words, ...own }
  const given = names.flatMap((name) =>
    all[name] === undefined ? [] : [[name, all[name]] as const],
  )
  await walk.send(Object.fromEntries(given))
}

/** Goes through the whole join form, to the private page at its end. */
async function join(walk: Walker, origin: string, own: Fields): Promise<void> {
  await walk.open(`${origin}/join`)
  await walk.page.locator('main a[href^="/join/"]').first().click()
  for (let page = 0; page < 14 && walk.path() !== '/join/check'; page += 1)
    await answerPage(walk, own)
  expect(walk.path()).toBe('/join/check')
  await walk.send()
  expect(walk.path()).toMatch(/^\/join\/[\w-]{43}/)
}

async function* register() {
  yield { line: 1, cells: ['org_id', 'name', 'postcode', 'activities'] }
  yield { line: 2, cells: ['GB-CHC-1095833', 'Northtown Friends', 'YO22 4AA', 'We ring people.'] }
}

/** A member nearby who works on the same, so that there is somebody to meet. */
async function somebodyToMeet({ owner }: Kith): Promise<void> {
  await owner.query("select set_config('kith.system', 'on', false)")
  await owner.query(`
    with o as (insert into organisations (id, kind, name, about, topics, place, precision, email_audience,
        phone_audience, email, updated_at, example)
      values (gen_random_uuid(), 'group', 'Lamp Street', 'We light lamps.', '{loneliness,food}', 'Whitby',
        'area', 'public', 'staff', 'lamp@example.org', now(), false) returning id),
    m as (insert into memberships (id, organisation_id, state, channel, lang, answers, talk, asked_at,
        waiting_since, decided_at)
      select gen_random_uuid(), id, 'admitted', 'web', 'en', '{}', '[]', now(), now(), now() from o)
    insert into directory (organisation_id, kind, name, about, topics, email, place, latitude,
        longitude, spot, listed_at, example)
      select id, 'group', 'Lamp Street', 'We light lamps.', '{loneliness,food}', 'lamp@example.org',
        'Whitby', 54.49, -0.61, kith_spot(54.49, -0.61), now(), false from o`)
  await owner.query("select set_config('kith.system', '', false)")
}

async function setUp(kith: Kith, walk: Walker, origin: string): Promise<void> {
  const key = await newSetupLink(kith.db)
  await walk.open(`${origin}/setup/${key}`)
  await walk.send()
  await walk.send({ name: 'Northtown Together', purpose: 'Nobody is left alone' })
  await walk.send({ place: 'Nowhereville', languages: 'en' })
  await walk.send({ person: 'Zadie Cole', email: 'zadie@example.org' })
  await walk.send({ mail: 'later' })
  await walk.send({ band: 'woad', action: 'moss' })
  await walk.send({ example: 'no' })
  await walk.send()
  expect(await walk.text()).toContain('We do not know this place')
  await walk.send({ place: 'Leeds', languages: ['en', 'cy', 'ur'], phone: '0808 157 0123' })
  await walk.open(`${origin}/setup/check`)
  await walk.send()
  expect(await walk.heading()).toBe('Before you open')
}

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'a stranger starts and lets three organisations in, one by phone, %s',
  async (_, withScript) => {
    const kith = await openKith({ setUp: false, config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    const zadie = await someone(withScript)
    const femi = await someone(withScript)
    try {
      await setUp(kith, zadie, origin)
      await join(femi, origin, {
        kind: 'group',
        name: 'Harbour Road Shed',
        yourEmail: 'femi@example.org',
      })
      await femi.page.context().clearCookies()
      await join(femi, origin, {
        kind: 'charity',
        name: 'Northtown Friends',
        register: 'GB-CHC',
        registerNumber: '1095833',
        yourEmail: 'ann@example.org',
        yourName: 'Ann Other',
      })

      await zadie.open(`${origin}/memberships/new`)
      const olive: Fields = {
        kind: 'group',
        name: 'Olive’s Tea Table',
        yourName: 'Olive',
        yourPhone: '01632 960123',
      }
      await answerPage(zadie, olive)
      await zadie.open(`${origin}/desk`)
      for (let one = 0; one < 3; one += 1) {
        await zadie.open(`${origin}/memberships`)
        await zadie.page
          .locator('main a[href^="/memberships/"]:not([href$="/new"])')
          .first()
          .click()
        await zadie.send({}, 'admit')
      }
      await femi.open(`${origin}/members`)
      for (const name of ['Harbour Road Shed', 'Northtown Friends', 'Olive’s Tea Table'])
        expect(await femi.text()).toContain(name)
      await femi.open(`${origin}/members?near=Scarborough`)
      expect(await femi.text()).toMatch(/miles?/)

      await zadie.open(`${origin}/before-opening`)
      await zadie.send({}, 'Open the doors')
      expect(await zadie.text()).toContain('The doors are open.')
    } finally {
      await zadie.close()
      await femi.close()
      await close()
    }
  },
  180_000,
)

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'an application with a charity number is checked, asked back, approved, and told whom to meet, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    const femi = await someone(withScript)
    const zadie = await someone(withScript)
    try {
      await join(femi, origin, {
        kind: 'charity',
        name: 'Northtown Friends',
        register: 'GB-CHC',
        registerNumber: '1095833',
        yourEmail: 'femi@example.org',
      })
      await loadRegister(kith.db, kithItself, { file: 'register.csv', rows: register() })
      await somebodyToMeet(kith)
      await kith.signIn('secretary')
      const token = kith.cookies.get('kith') ?? ''
      await zadie.page.context().addCookies([{ name: 'kith', value: token, url: origin }])
      await zadie.open(`${origin}/desk`)
      await zadie.follow('Northtown Friends')
      expect(await zadie.text()).toMatch(/1095833[\s\S]{0,40}checked/)
      await zadie.send({}, 'ask-back')
      expect(await zadie.text()).toContain('There is a problem')
      await zadie.send({ words: 'Which days are you open?' }, 'ask-back')

      await kith.runJobs()
      const asked = (await kith.outbox()).findLast((letter) => letter.kind.includes('asked-back'))
      const link = /https?:\/\/\S+\/join\/[\w-]{43}\S*/.exec(asked?.text ?? '')?.[0] ?? ''
      await femi.page.context().clearCookies()
      await femi.open(link)
      expect(await femi.text()).toContain('Which days are you open?')
      await femi.send({ answer: 'Mondays and Thursdays' })

      await zadie.open(`${origin}/desk`)
      await zadie.follow('Northtown Friends')
      expect(await zadie.text()).toContain('Mondays and Thursdays')
      await zadie.send({}, 'admit')
      await kith.runJobs()
      const kinds = (await kith.outbox()).map((letter) => letter.kind)
      expect(kinds.filter((kind) => kind.startsWith('membership'))).toEqual([
        'membership.asked',
        'membership.asked-back',
        'membership.admitted',
      ])
      await zadie.open(`${origin}/desk`)
      await zadie.open(`${origin}/members/welcome`)
      await zadie.follow('Northtown Friends')
      expect(await zadie.text()).toContain('Lamp Street')
      const boxes = zadie.page.locator('main label:has-text("Lamp Street")')
      const isTicked = await zadie.page.getByRole('checkbox', { name: 'Lamp Street' }).isChecked()
      if (!isTicked) await boxes.first().click()
      await zadie.send({}, 'send')
      await kith.runJobs()
      const welcome = (await kith.outbox()).findLast((letter) =>
        letter.text.includes('Lamp Street'),
      )
      expect(welcome?.toAddress).toBe('femi@example.org')

      await femi.open(`${origin}/members?q=nortown+frends`)
      expect(await femi.text()).toContain('Northtown Friends')
      await femi.follow('Northtown Friends')
      expect(await femi.heading()).toBe('Northtown Friends')
    } finally {
      await femi.close()
      await zadie.close()
      await close()
    }
  },
  180_000,
)
