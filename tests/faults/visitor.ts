import { request } from 'node:http'

type Answer = { status: number; location: string; body: string }

/** Somebody with a browser without scripts: follows no links by itself and keeps its cookies. */
export type Visitor = {
  get: (path: string) => Promise<Answer>
  /** Fills in the form of a page and sends it, with what is hidden in it. */
  fill: (page: string, action: string, fields: Record<string, string>) => Promise<Answer>
}

export function newVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>()
  const ask = async (method: string, path: string, body = ''): Promise<Answer> => {
    const { answer, setCookies } = await send(origin, method, path, body, cookies)
    for (const line of setCookies) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  return {
    get: (path) => ask('GET', path),
    fill: async (page, action, fields) => {
      const { body } = await ask('GET', page)
      const all = { ...hiddenIn(formFor(body, action)), ...fields }
      return ask('POST', action, new URLSearchParams(all).toString())
    },
  }
}

/** From the form's beginning to its end; the whole page when it has none. */
function formFor(html: string, action: string): string {
  const begin = html.indexOf(`action="${action}"`)
  return begin < 0 ? html : html.slice(begin, html.indexOf('</form>', begin))
}

const hiddenIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )

const byte = () => Math.floor(Math.random() * 256)
const anywhere = () => `81.${byte()}.${byte()}.${byte()}`

type Sent = { answer: Answer; setCookies: string[] }

const send = (
  origin: string,
  method: string,
  path: string,
  body: string,
  cookies: Map<string, string>,
): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const headers = {
      origin,
      // Each time from another house: one network may ask only so often.
      'x-forwarded-for': anywhere(),
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    const options = { method, headers, agent: false, timeout: 10_000 }
    const asked = request(new URL(path, origin), options, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (part: string) => (text += part))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const { statusCode: status = 0, headers: said } = incoming
        const answer = { status, location: said.location ?? '', body: text }
        resolve({ answer, setCookies: said['set-cookie'] ?? [] })
      })
    })
    asked.on('timeout', () => asked.destroy(new Error('No answer within ten seconds')))
    asked.on('error', reject)
    asked.end(body)
  })
