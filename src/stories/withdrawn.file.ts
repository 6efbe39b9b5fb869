import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { logger } from '#base/log.ts'
import { type Ending, readEnding, writtenEnding } from './withdrawn.rules.ts'

// In the data folder, so that it moves house with it, and beside the folder: whoever puts an older copy of the
// whole folder in its place does not put an older list there too.
const insideOf = (dataFolder: string) => join(dataFolder, 'taken-back')
const besideOf = (dataFolder: string) => `${dataFolder}.taken-back`

async function linesIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((problem: NodeJS.ErrnoException) => {
    if (problem.code === 'ENOENT') return ''
    throw problem
  })
  return text.split('\n').filter((line) => line !== '')
}

async function append(path: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const handle = await open(path, 'a', 0o600)
  try {
    // The break comes first too: a line that was cut off before must not swallow this one.
    await handle.appendFile(`\n${lines.join('\n')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A folder that we may not write to has no list beside it; the one inside is what there is then. */
async function appendBeside(dataFolder: string, lines: readonly string[]): Promise<void> {
  await append(besideOf(dataFolder), lines).catch((problem: NodeJS.ErrnoException) => {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(problem.code ?? '')) throw problem
    logger('stories').warn('Nothing can be written beside the data folder: {code}', {
      code: problem.code,
    })
  })
}

/** Adds to both lists what they do not have yet: on the disk when this returns, and never changed. */
export async function noteEndings(dataFolder: string, endings: readonly Ending[]): Promise<void> {
  const lines = [...new Set(endings.map(writtenEnding))]
  const missing = async (path: string) => {
    const known = new Set(await linesIn(path))
    return lines.filter((line) => !known.has(line))
  }
  if (lines.length === 0) return
  await append(insideOf(dataFolder), await missing(insideOf(dataFolder)))
  await appendBeside(dataFolder, await missing(besideOf(dataFolder)))
}

/** Everything that is in one of the lists. Lines that are none are passed over. */
export async function notedEndings(dataFolder: string): Promise<Ending[]> {
  const lines = [
    ...(await linesIn(insideOf(dataFolder))),
    ...(await linesIn(besideOf(dataFolder)).catch(() => [])),
  ]
  return [...new Set(lines)].flatMap((line) => readEnding(line) ?? [])
}
