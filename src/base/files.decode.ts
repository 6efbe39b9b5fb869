import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { err, ok, type Result } from './result.ts'

export type Undecoded =
  | 'not-a-picture'
  | 'too-large'
  | 'too-many-pixels'
  | 'broken'
  | 'took-too-long'
/** The picture in each of its sizes, in the order of `sizes` in files.store.ts; measures in pixels. */
export type Decoded = { width: number; height: number; pictures: Buffer[] }

const mostBytes = 15 * 1024 * 1024
const mostSeconds = 10
// What a decoder may send back; more is no picture of ours.
const mostAnswer = 40 * 1024 * 1024

const startsWith = (bytes: Uint8Array, at: number, signs: number[]) =>
  signs.every((sign, index) => bytes[at + index] === sign)
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0))

/** Whether the bytes begin as a JPEG, PNG or WebP does, whatever their name says. */
const looksLikePicture = (bytes: Uint8Array): boolean =>
  startsWith(bytes, 0, [0xff, 0xd8, 0xff]) ||
  startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ||
  (startsWith(bytes, 0, ascii('RIFF')) && startsWith(bytes, 8, ascii('WEBP')))

// Each decoder may take a lot of memory, so two work at a time and a few wait.
const most = { working: 2, waiting: 20 }
let working = 0
const waiting: (() => void)[] = []

async function inTurn<V>(work: () => Promise<V>, refused: V): Promise<V> {
  if (working >= most.working) {
    if (waiting.length >= most.waiting) return refused
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else working += 1
  try {
    return await work()
  } finally {
    // The turn passes on to whoever waits longest; without anyone it is free.
    const next = waiting.shift()
    if (next) next()
    else working -= 1
  }
}

const head = z.union([
  z.object({ refused: z.enum(['too-many-pixels', 'broken']) }),
  z.object({
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    lengths: z.array(z.number().int().positive()).length(4),
  }),
])

function readAnswer(answer: Buffer): Result<Decoded, Undecoded> {
  if (answer.length < 4) return err('broken')
  const end = 4 + answer.readUInt32BE(0)
  const read = head.safeParse(JSON.parse(answer.toString('utf8', 4, end)))
  if (!read.success) return err('broken')
  if ('refused' in read.data) return err(read.data.refused)
  const { width, height, lengths } = read.data
  let at = end
  const pictures = lengths.map((length) => answer.subarray(at, (at += length)))
  return at === answer.length ? ok({ width, height, pictures }) : err('broken')
}

const child = fileURLToPath(new URL('./picture.child.ts', import.meta.url))

/** Runs the decoder in a process that may write nothing and start nothing, and that knows no secrets. */
function decodeNow(
  bytes: Uint8Array,
  file: string,
  seconds: number,
): Promise<Result<Decoded, Undecoded>> {
  const limits = ['--permission', '--allow-addons', '--allow-fs-read=*', '--max-old-space-size=128']
  return new Promise((resolve) => {
    const decoder = spawn(process.execPath, ['--no-warnings', ...limits, file], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const parts: Buffer[] = []
    let length = 0
    let late = false
    const timer = setTimeout(() => {
      late = true
      decoder.kill('SIGKILL')
    }, seconds * 1000)
    decoder.stdout.on('data', (part: Buffer) => {
      length += part.length
      if (length > mostAnswer) decoder.kill('SIGKILL')
      else parts.push(part)
    })
    // A decoder that dies while we write to it is told of by its end.
    decoder.stdin.on('error', () => {})
    decoder.on('error', () => finish(null))
    decoder.on('close', finish)
    decoder.stdin.end(bytes)

    function finish(code: number | null): void {
      clearTimeout(timer)
      if (late) resolve(err('took-too-long'))
      else resolve(code === 0 ? readAnswer(Buffer.concat(parts)) : err('broken'))
    }
  })
}

/**
 * Decodes a picture (JPEG, PNG or WebP, at most 15 MB and 50 megapixels) in a child process that is
 * killed after `seconds`, and encodes it anew. Out: its sizes without any metadata, or why not.
 */
export async function decodePicture(
  bytes: Uint8Array,
  { file = child, seconds = mostSeconds } = {},
): Promise<Result<Decoded, Undecoded>> {
  if (bytes.length > mostBytes) return err('too-large')
  if (!looksLikePicture(bytes)) return err('not-a-picture')
  return inTurn(() => decodeNow(bytes, file, seconds), err('took-too-long'))
}
