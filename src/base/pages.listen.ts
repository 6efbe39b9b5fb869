import pg from 'pg'
import { logger } from './log.ts'
import { channel, dropHere } from './pages.ts'

/**
 * Hears which pages other processes drop. While it cannot hear, nothing old may be shown: when the
 * connection is lost, and again when it is back, every ready page is dropped.
 */
export async function listenForDrops(url: string): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let client: pg.Client | null = null
  let waiting: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, application_name: 'kith pages' })
    next.on('notification', (notice) => dropHere((notice.payload ?? '*').split(' ')))
    next.on('error', () => {})
    next.on('end', again)
    await next.connect()
    await next.query(`listen ${channel}`)
    client = next
    dropHere(['*'])
  }

  function again(): void {
    dropHere(['*'])
    if (stopped) return
    waiting = setTimeout(() => {
      connect().catch((problem: unknown) => {
        logger('pages').warn('The database does not answer: {problem}', { problem: String(problem) })
        again()
      })
    }, 500)
  }

  await connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(waiting)
      await client?.end()
    },
  }
}
