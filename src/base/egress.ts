import { lookup } from 'node:dns/promises'
import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import ipaddr from 'ipaddr.js'
import { err, ok, type Result } from './result.ts'

export type Refusal = 'not-https' | 'not-public' | 'no-answer' | 'too-many-turns' | 'too-large'
export type Answer = { status: number; type: string; url: string; body: Buffer }

type Address = { address: string; family: number }
type Ways = {
  /** Every address of a name. Tests answer for it; nothing else does. */
  find?: (name: string) => Promise<Address[]>
  /** For tests, which have no certificate: plain HTTP on any port. */
  plain?: boolean
  isPublic?: (address: string) => boolean
}

const most = { turns: 3, bytes: 1024 * 1024, milliseconds: 10_000 }

/** Whether an address is one of the open internet: not this machine, not a house, not a special range. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // An IPv4 address in an IPv6 dress is judged as what it is.
  return ipaddr.process(address).range() === 'unicast'
}

const findAll = (name: string) => lookup(name, { all: true })

/** Resolves a name once. Out: an address to connect to, when all that the name leads to are public. */
async function pinned(name: string, ways: Ways): Promise<Address | null> {
  const bare = name.replace(/^\[|\]$/g, '')
  const known = ipaddr.isValid(bare)
    ? [{ address: bare, family: bare.includes(':') ? 6 : 4 }]
    : null
  const found = known ?? (await (ways.find ?? findAll)(bare).catch(() => []))
  const fine = ways.isPublic ?? isPublic
  return found.every(({ address }) => fine(address)) ? (found[0] ?? null) : null
}

function get(url: URL, to: Address, accept: string, plain: boolean): Promise<Result<Got, Refusal>> {
  return new Promise((answered) => {
    const asked = (plain ? plainRequest : request)(url, {
      // The name was resolved and judged above: it is not asked again, so that its answer cannot change.
      lookup: (_name, _options, done) => done(null, [to] as never),
      headers: { accept, 'user-agent': 'Kith' },
      signal: AbortSignal.timeout(most.milliseconds),
      agent: false,
    })
    asked.on('error', () => answered(err('no-answer')))
    asked.on('response', (response) => {
      const parts: Buffer[] = []
      let bytes = 0
      response.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes <= most.bytes) return void parts.push(part)
        asked.destroy()
        return answered(err('too-large'))
      })
      response.on('error', () => answered(err('no-answer')))
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        const { location, 'content-type': type = '' } = headers
        answered(ok({ status, location, type, body: Buffer.concat(parts) }))
      })
    })
    asked.end()
  })
}

type Got = { status: number; location: string | undefined; type: string; body: Buffer }

const isRedirect = (status: number) => status >= 300 && status < 400
const mayLeave = (url: URL, ways: Ways) =>
  ways.plain || (url.protocol === 'https:' && url.port === '')

/** Asks one address, judged on its own. */
async function ask(
  address: string,
  accept: string,
  ways: Ways,
): Promise<Result<Got & { url: URL }, Refusal>> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !mayLeave(url, ways)) return err('not-https')
  const to = await pinned(url.hostname, ways)
  if (!to) return err('not-public')
  const got = await get(url, to, accept, ways.plain ?? false)
  return got.ok ? ok({ ...got.value, url }) : got
}

/**
 * Fetches a page of someone else: the only way out of the house. Public addresses only, over HTTPS on port
 * 443, each of at most 3 redirects judged anew, within 10 seconds and 1 MB, without cookies.
 */
export async function fetchFrom(
  address: string,
  accept = '*/*',
  ways: Ways = {},
): Promise<Result<Answer, Refusal>> {
  let next = address
  for (let turn = 0; turn <= most.turns; turn += 1) {
    const got = await ask(next, accept, ways)
    if (!got.ok) return got
    const { status, location, type, body, url } = got.value
    if (!location || !isRedirect(status)) return ok({ status, type, url: url.href, body })
    next = new URL(location, url).href
  }
  return err('too-many-turns')
}
