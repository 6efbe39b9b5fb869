import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKith } from '../kith.ts'
import { openBrowser, serveKith } from './browser.ts'
import { walker } from './walk.ts'

let browser: Browser
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-voice-'))
  // A microphone that hums, and a person who says yes to the question of the browser.
  browser = await openBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ])
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

/** Two seconds of a hum, as a telephone's recorder writes a WAV. */
function hum(): Buffer {
  const hertz = 8000
  const samples = Buffer.alloc(2 * hertz)
  for (let at = 0; at < samples.length; at += 1)
    samples[at] = 128 + Math.round(60 * Math.sin((at * 2 * Math.PI * 220) / hertz))
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(hertz, 24)
  head.writeUInt32LE(hertz, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

test('Kofi records his story on an old phone, sends it, and hears it before it goes', async () => {
  const kith = await openKith({ config: { origin: '' } })
  const { origin, close } = await serveKith(kith)
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } })
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (said) => void (said.type() === 'error' && complaints.push(said.text())))
    const kofi = walker(page)
    await kofi.open(`${origin}/stories/new`)
    await kofi.send({ name: 'Kofi Mensah', nameStyle: 'first' })
    await kofi.follow('Tell it by voice instead')
    await page.getByRole('button', { name: 'Start recording' }).click()
    await page.getByText('Recording. Press Stop').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Stop')
    await page.waitForTimeout(2000)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('It is recorded').waitFor()
    await kofi.send({}, 'Continue')
    expect(kofi.path()).toBe('/stories/new/what')
    await kofi.send({ lang: 'en', title: 'The bread van' })
    await kofi.send()
    await kofi.send({ othersIn: 'nobody' }, 'Continue')
    await kofi.send({ audience: 'public', uses: 'site', until: 'always' })
    expect(await kofi.heading()).toBe('Check your story')
    const heard = await page.locator('main audio').evaluate(async (element) => {
      const player = element as HTMLAudioElement
      player.muted = true
      await player.play()
      return new Promise<number>((played) =>
        player.addEventListener('timeupdate', () => {
          if (player.currentTime > 0.5) played(player.currentTime)
        }),
      )
    })
    expect(heard).toBeGreaterThan(0.5)
    await kofi.send({}, 'Send my story')
    expect(await kofi.heading()).toBe('We have your story')
    expect(complaints).toEqual([])
    const { rows } = await kith.owner.query<{ type: string; bytes: number }>(
      'select type, bytes from story_voices',
    )
    expect(rows[0]?.bytes).toBeGreaterThan(2000)
  } finally {
    await context.close()
    await close()
  }
}, 120_000)

test('without scripts a sound file is sent, and a page that is called one is refused beside its field', async () => {
  const kith = await openKith({ config: { origin: '' } })
  const { origin, close } = await serveKith(kith)
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  try {
    const sound = join(folder, 'story.wav')
    await writeFile(sound, hum())
    const html = join(folder, 'story.mp3')
    await writeFile(html, '<!doctype html><script>alert(1)</script>'.repeat(50))
    const page = await context.newPage()
    const kofi = walker(page, { axe: false })
    await kofi.open(`${origin}/stories/new`)
    await kofi.send({ name: 'Kofi Mensah', nameStyle: 'first' })
    await kofi.open(`${origin}/stories/new/voice`)
    await kofi.send({ sound: html })
    const field = page.locator('input[name=sound]')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const beside = (await field.getAttribute('aria-describedby')) ?? ''
    const said = await Promise.all(
      beside.split(' ').map((id) => page.locator(`#${id}`).innerText()),
    )
    expect(said.join(' ')).toContain('no recording that we can play')
    await kofi.send({ sound })
    expect(kofi.path()).toBe('/stories/new/what')
    await kofi.follow('Your recording is here')
    expect(await page.locator('main audio').getAttribute('preload')).toBe('none')
  } finally {
    await context.close()
    await close()
  }
}, 60_000)
