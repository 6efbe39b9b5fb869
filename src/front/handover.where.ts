import { readdirSync, readFileSync } from 'node:fs'
import type { JobDeps } from '#base/jobs.ts'
import { howItIs, type Line } from './health.routes.tsx'

/** Where this Kith runs, in facts that hold no password. */
export type Where = {
  address: string
  version: string
  dataFolder: string
  /** The machine of a PostgreSQL of one's own; null: the one in the data folder. */
  databaseHost: string | null
  /** The machine that mail is handed to; null: letters wait in the outbox. */
  mailHost: string | null
  lines: Line[]
  /** Pages on running Kith, as files of its folder. */
  pages: string[]
}

const root = new URL('../../', import.meta.url)

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    version: string // npm sees to it
  }
  return version
}

function pagesOnRunning(): string[] {
  try {
    const names = readdirSync(new URL('docs/running/', root))
    return names.filter((name) => name.endsWith('.md')).map((name) => `docs/running/${name}`)
  } catch {
    // A folder without its docs still runs.
    return []
  }
}

/** The machine in an address such as smtps://name:password@mail.example.org, and nothing else of it. */
const hostOf = (address: string): string | null => URL.parse(address)?.hostname || null

export async function whereItRuns(deps: JobDeps, origin: string): Promise<Where> {
  const { config, db } = deps
  const coalition = await db.selectFrom('coalition').select('smtp').executeTakeFirst()
  const smtp = config.smtp || coalition?.smtp || ''
  return {
    address: config.origin || origin,
    version: versionOf(),
    dataFolder: config.dataFolder,
    databaseHost: config.databaseUrl ? (hostOf(config.databaseUrl) ?? 'PostgreSQL') : null,
    mailHost: smtp ? hostOf(smtp) : null,
    lines: await howItIs(deps),
    pages: pagesOnRunning(),
  }
}
