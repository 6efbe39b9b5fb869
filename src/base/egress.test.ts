import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchFrom, isPublic } from './egress.ts'
import { err } from './result.ts'

let asked = 0
const server = createServer((request, response) => {
  asked += 1
  if (request.url === '/big') return void response.end(Buffer.alloc(2 * 1024 * 1024))
  if (request.url === '/round') return void response.writeHead(302, { location: '/round' }).end()
  if (request.url === '/home')
    return void response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
  response.setHeader('content-type', 'text/plain')
  return void response.end('hello')
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  origin = `http://somewhere.example:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

// The machine of the test plays the open internet.
const world = {
  plain: true,
  find: async () => [{ address: '127.0.0.1', family: 4 }],
  isPublic: (address: string) => address === '127.0.0.1',
}

test('a page of someone else is fetched', async () => {
  const answer = await fetchFrom(`${origin}/`, 'text/plain', world)
  expect(answer.ok && answer.value.body.toString()).toBe('hello')
})

const homes = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://①②⑦.0.0.1/',
  'https://0/',
  'https://10.1.2.3/',
  'https://172.16.0.1/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://198.18.0.1/',
  'https://localhost/',
]

test('no spelling of a private address is asked', async () => {
  const before = asked
  for (const home of homes) expect(await fetchFrom(home), home).toEqual(err('not-public'))
  expect(asked).toBe(before)
})

test('a name with one private address among its addresses is not asked', async () => {
  const find = async () => [
    { address: '93.184.216.34', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  expect(await fetchFrom('https://two-faced.example/', '*/*', { find })).toEqual(err('not-public'))
})

test('only https on its own port goes out', async () => {
  for (const address of [
    'http://example.org/',
    'https://example.org:8443/',
    'file:///etc/passwd',
    'x',
  ])
    expect(await fetchFrom(address)).toEqual(err('not-https'))
})

test('a redirect to a private address ends there, and one that never ends is left', async () => {
  expect(await fetchFrom(`${origin}/home`, '*/*', world)).toEqual(err('not-public'))
  expect(await fetchFrom(`${origin}/round`, '*/*', world)).toEqual(err('too-many-turns'))
})

test('more than a megabyte is not read', async () => {
  expect(await fetchFrom(`${origin}/big`, '*/*', world)).toEqual(err('too-large'))
})

test('the open internet is public', () => {
  expect(isPublic('93.184.216.34')).toBe(true)
  expect(isPublic('2606:2800:220:1:248:1893:25c8:1946')).toBe(true)
})
