import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Head } from './journal.chain.ts'
import { err, ok, type Result } from './result.ts'

const pathOf = (dataFolder: string) => join(dataFolder, 'log-heads')

/** An end of the chain as people pass it on: `1204:6f0c…`. Out: an error when it is none. */
export function readHead(text: string): Result<Head, 'no-head'> {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase()) ?? []
  return seq && hash ? ok({ seq: Number(seq), hash }) : err('no-head')
}

export const writtenHead = ({ seq, hash }: Head): string => `${seq}:${hash}`

/** The ends that were noted in the data folder, the oldest first. Lines that are none are passed over. */
export async function notedHeads(dataFolder: string): Promise<Head[]> {
  const text = await readFile(pathOf(dataFolder), 'utf8').catch(
    (problem: NodeJS.ErrnoException) => {
      if (problem.code === 'ENOENT') return ''
      throw problem
    },
  )
  return text.split('\n').flatMap((line) => {
    const [, seq = '', hash = ''] = line.split(' ')
    const read = readHead(`${seq}:${hash}`)
    return read.ok ? [read.value] : []
  })
}

/** Adds a line `2026-11-23 1204 6f0c…` to `log-heads`: on the disk when this returns, and never changed. */
export async function noteHead(dataFolder: string, { seq, hash }: Head, at: Date): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const handle = await open(pathOf(dataFolder), 'a', 0o600)
  try {
    await handle.appendFile(`${at.toISOString().slice(0, 10)} ${seq} ${hash}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
