import pg from 'pg'
import { logger } from './log.ts'
import { channel, dropHere } from './pages.ts'

// While the database is away nothing can change in it, so what is ready may be shown on, for this long.
const mostMinutesAlone = 5

/**
 * Hears which pages other processes drop. When the connection is lost, pages stay until it is back (then
 * every one is dropped, for whatever was not heard), and five minutes at most: a database that is started
 * again must not close the pages to visitors.
 */
export async function listenForDrops(url: string): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let client: pg.Client | null = null
  let waiting: NodeJS.Timeout | undefined
  let alone: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'kith pages' })
    next.on('notification', (notice) => dropHere((notice.payload ?? '*').split(' ')))
    next.on('error', () => {})
    await next.connect()
    // Only a line that stood can be lost: one that never came about is tried again below, once.
    next.once('end', again)
    await next.query(`listen ${channel}`)
    client = next
    clearTimeout(alone)
    alone = undefined
    dropHere(['*'])
  }

  function again(): void {
    if (stopped || waiting) return
    alone ??= setTimeout(() => dropHere(['*']), mostMinutesAlone * 60_000).unref()
    waiting = setTimeout(() => {
      waiting = undefined
      connect().catch((problem: unknown) => {
        logger('pages').warn('The database does not answer: {problem}', {
          problem: String(problem),
        })
        again()
      })
    }, 500)
  }

  await connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(waiting)
      clearTimeout(alone)
      await client?.end()
    },
  }
}
