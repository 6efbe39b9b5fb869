import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'

// Answers the same bytes as Kith does, with nothing in between: what node:http costs by itself.
const [port = '0', file = ''] = process.argv.slice(2)
type Kept = { path: string; headers: Record<string, string>; body: string }
const pages = new Map(
  (JSON.parse(readFileSync(file, 'utf8')) as Kept[]).map(({ path, headers, body }) => {
    const bytes = Buffer.from(body, 'base64')
    return [path, { headers: { ...headers, 'content-length': bytes.length }, bytes }]
  }),
)
createServer((request, response) => {
  const page = pages.get(request.url ?? '')
  if (!page) return void response.writeHead(404).end()
  response.writeHead(200, page.headers)
  return void response.end(page.bytes)
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))
