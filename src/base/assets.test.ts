import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { buildLook } from '../../look/build.ts'
import { asset, encodingFor, forgetAssets, lookFiles } from './assets.ts'

beforeAll(async () => {
  await buildLook()
  forgetAssets()
})
const ask = (path: string, headers: Record<string, string> = {}) =>
  lookFiles().request(path, { headers })
const bytes = async (answer: Response) => new Uint8Array(await answer.arrayBuffer())

test('a browser keeps the style for a year, and each gets the smallest form it reads', async () => {
  const plain = await ask(asset('kith.css'))
  expect(asset('kith.css')).toMatch(/^\/look\/kith\.[0-9a-f]{10}\.css$/)
  expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(plain.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(plain.headers.get('vary')).toBe('accept-encoding')
  const whole = await bytes(plain)
  const br = await ask(asset('kith.css'), { 'accept-encoding': 'gzip, deflate, br' })
  expect(br.headers.get('content-encoding')).toBe('br')
  expect(new Uint8Array(brotliDecompressSync(await bytes(br)))).toEqual(whole)
  const gz = await ask(asset('kith.css'), { 'accept-encoding': 'gzip' })
  expect(gz.headers.get('content-encoding')).toBe('gzip')
  expect(new Uint8Array(gunzipSync(await bytes(gz)))).toEqual(whole)
})

test('a browser that has it gets no bytes', async () => {
  const etag = (await ask(asset('logo.svg'))).headers.get('etag') ?? ''
  const again = await ask(asset('logo.svg'), { 'if-none-match': etag })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('only what was built is handed out', async () => {
  for (const name of ['manifest.json', 'built-from', '..%2f..%2fpackage.json', 'kith.css', 'x'])
    expect((await ask(`/look/${name}`)).status).toBe(404)
})

const both = () => true

test('an encoding that is refused is not sent', () => {
  expect(encodingFor('br;q=0, gzip;q=0.5', both)).toBe('gzip')
  expect(encodingFor('identity', both)).toBe('identity')
  expect(encodingFor('GZIP', both)).toBe('gzip')
  expect(encodingFor('br', (one) => one === 'gzip')).toBe('identity')
})
