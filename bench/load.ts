import { connect } from 'node:net'

const separator = Buffer.from('\r\n\r\n')

/** How many bytes one whole answer has, head and body. */
function answerLength(bytes: Buffer): number | null {
  const end = bytes.indexOf(separator)
  if (end < 0) return null
  const head = bytes.subarray(0, end).toString('latin1').toLowerCase()
  const length = /content-length: (\d+)/.exec(head)?.[1]
  if (!head.startsWith('http/1.1 200') || length === undefined)
    throw new Error(`Not an answer to count: ${head.split('\r\n')[0]}`)
  return end + separator.length + Number(length)
}

/**
 * Asks one address again and again over kept connections, each waiting for its answer. Every answer has
 * the same length as the first, so whole answers are counted by their bytes: the client costs little.
 * Out: answers a second.
 */
export async function answersPerSecond(
  port: number,
  path: string,
  { connections = 32, milliseconds = 1500, headers = '' } = {},
): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\naccept-encoding: br\r\n${headers}\r\n`
  let answers = 0
  let length = 0
  const start = performance.now()
  const end = start + milliseconds
  await Promise.all(
    Array.from({ length: connections }, () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const socket = connect(port, '127.0.0.1')
      let first = Buffer.alloc(0)
      let left = 0
      socket.on('connect', () => socket.write(request))
      socket.on('error', reject)
      socket.on('data', (bytes) => {
        try {
          if (length === 0 || first.length > 0) {
            first = Buffer.concat([first, bytes])
            length = answerLength(first) ?? 0
            if (length === 0 || first.length < length) return
            first = Buffer.alloc(0)
          } else {
            left += bytes.length
            if (left < length) return
            left -= length
          }
          answers += 1
          if (performance.now() < end) return void socket.write(request)
          socket.destroy()
          return resolve()
        } catch (problem) {
          socket.destroy()
          return reject(problem as Error)
        }
      })
      return promise
    }),
  )
  return (answers * 1000) / (performance.now() - start)
}

export const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

/** Prints a table for people: columns as wide as what stands in them. */
export function printTable(head: string[], rows: (string | number)[][]): void {
  const lines = [head, ...rows.map((row) => row.map(String))]
  const widths = head.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)))
  const text = (line: string[]) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')
  process.stdout.write(`${text(lines[0] ?? [])}\n${widths.map((n) => '-'.repeat(n)).join('-|-')}\n`)
  for (const line of lines.slice(1)) process.stdout.write(`${text(line)}\n`)
}
