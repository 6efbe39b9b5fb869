import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moveClock } from '../../src/base/time.ts'
import { codeOf } from '../../src/stories/keys.ts'
import { type Kith, openKith } from '../kith.ts'
import { publishNext, tellStory } from '../telling.ts'
import { openBrowser, serveKith } from './browser.ts'
import { walker } from './walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A browser with or without scripts, at the width of an old phone; signed in as someone, if given. */
async function visitor(kith: Kith, origin: string, withScript: boolean) {
  const context = await browser.newContext({
    javaScriptEnabled: withScript,
    viewport: { width: 320, height: 640 },
  })
  const token = kith.cookies.get('kith')
  if (token) await context.addCookies([{ name: 'kith', value: token, url: origin }])
  const page = await context.newPage()
  return { ...walker(page, { axe: withScript }), close: () => context.close() }
}

const kofi = { name: 'Kofi Mensah', nameStyle: 'first', town: '', email: 'kofi@example.org' }
const lasting = (...uses: string[]) =>
  ({ audience: 'public', uses, until: 'always' }) as unknown as Record<string, string>
const lists = ['/', '/stories', '/feeds/stories.atom', '/feeds/stories.rss', '/feeds/stories.json', '/search?q=friday'] // prettier-ignore

async function stands(origin: string, id: string, isOut: boolean) {
  for (const path of lists) {
    const text = await (await fetch(origin + path)).text()
    expect(text.includes(`/stories/${id}`), path).toBe(isOut)
  }
}

const ways = [
  ['with scripts', true],
  ['without scripts', false],
] as const

test.each(ways)(
  'everyone in a story says yes by link, and one who says no later takes it off the pages, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    try {
      const others = { othersIn: 'some', otherName: 'Ada Obi', otherHow: 'named', otherReach: 'ada@example.org' } // prettier-ignore
      await tellStory(kith, { who: kofi, others })
      await kith.runJobs()
      const letter = (await kith.outbox()).find((one) => one.kind === 'story.person')
      const link = /(\/stories\/yes\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
      const ada = await visitor(kith, origin, withScript)
      await ada.open(origin + link)
      expect(await ada.text()).toContain('Ada Obi, this story names you')
      await ada.send({ answer: 'yes' })
      expect(await ada.text()).toContain('you said yes')
      const id = await publishNext(kith)
      await stands(origin, id, true)
      await ada.open(origin + link)
      await ada.send({ answer: 'no' })
      await stands(origin, id, false)
      expect((await fetch(`${origin}/stories/${id}`)).status).toBe(404)
      await ada.close()
    } finally {
      await close()
    }
  },
  120_000,
)

test.each(ways)(
  'a use is ended by the private link; the others stay, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    try {
      const mine = await tellStory(kith, { who: kofi, audience: lasting('site', 'print') })
      const id = await publishNext(kith)
      await stands(origin, id, true)
      const teller = await visitor(kith, origin, withScript)
      await teller.open(origin + mine)
      await teller.send({}, 'site')
      await stands(origin, id, false)
      const open = await kith.owner.query<{ use: string }>(
        "select set_config('kith.system', 'on', false)",
      ).then(() => kith.owner.query<{ use: string }>('select use from consents where ended_at is null')) // prettier-ignore
      await kith.owner.query("select set_config('kith.system', '', false)")
      expect(open.rows.map(({ use }) => use)).toEqual(['print'])
      await teller.close()
    } finally {
      await close()
    }
  },
  120_000,
)

test.each(ways)(
  'a year later he takes it back by telephone; everything follows, and the log says where it had been, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    try {
      const mine = await tellStory(kith, { who: kofi, audience: lasting('site', 'print') })
      const id = await publishNext(kith)
      await stands(origin, id, true)
      moveClock(365 * 86_400_000)
      await kith.signIn('moderator')
      const mona = await visitor(kith, origin, withScript)
      await mona.open(`${origin}/stories/${id}/consents`)
      const log = await mona.text()
      expect(log).toContain(codeOf(kith.secret, 'story', id))
      // Where it had been: the office reads it to him on the telephone.
      expect(log.toLowerCase()).toContain('site')
      await mona.send({ use: 'whole', channel: 'phone' })
      await stands(origin, id, false)
      expect((await fetch(`${origin}/stories/${id}`)).status).toBe(410)
      expect((await fetch(origin + mine)).status).toBe(410)
      const reader = await visitor(kith, origin, withScript)
      await reader.open(`${origin}/stories/${id}`)
      expect(await reader.heading()).toBe('This story was taken back')
      await kith.runJobs()
      const receipt = (await kith.outbox()).find((one) => one.kind === 'story.withdrawn')
      expect(receipt?.toAddress).toBe('kofi@example.org')
      await mona.open(`${origin}/stories/${id}/consents`)
      const after = await mona.text()
      expect(after).toContain('by telephone')
      await mona.close()
      await reader.close()
    } finally {
      moveClock(0)
      await close()
    }
  },
  120_000,
)
