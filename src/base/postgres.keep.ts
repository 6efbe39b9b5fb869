import { setTimeout as pause } from 'node:timers/promises'
import type { Place } from './postgres.place.ts'
import { closeServer, type Server } from './postgres.server.ts'

/** The server as it is now, and the way to close it for good. */
export type Keeper = { server: () => Server; close: () => Promise<void> }

const mostRestarts = 5
const restartWindowMs = 60_000

/** Starts a server again that dies underneath us, a few times a minute at most. */
export function keepServer(
  place: Place,
  first: Server,
  open: () => Promise<Server>,
  tell: { log: (line: string) => void; onLost: () => void },
): Keeper {
  const { log, onLost } = tell
  let server = first
  let closing = false
  let opening: Promise<void> = Promise.resolve()
  const restarts: number[] = []

  const reopen = async (): Promise<void> => {
    const recent = restarts.filter((at) => at > Date.now() - restartWindowMs)
    if (recent.length >= mostRestarts) return giveUp()
    restarts.push(Date.now())
    log('PostgreSQL ended by itself: it is started again.')
    await pause(100 * 2 ** recent.length)
    if (closing) return
    try {
      server = await open()
      void watch()
    } catch (error) {
      log((error as Error).message)
      await reopen()
    }
  }
  const giveUp = (): void => {
    if (closing) return
    log('PostgreSQL keeps ending by itself and is not started again. Its log says why.')
    onLost()
  }
  const watch = async (): Promise<void> => {
    await server.gone
    if (!closing) opening = reopen()
  }
  // Whatever ends this process, the database is asked to close. After kill -9 the next start finds it.
  const atExit = (): void => {
    try {
      process.kill(server.pid, 'SIGINT')
    } catch {
      // Gone already.
    }
  }
  void watch()
  process.on('exit', atExit)
  return {
    server: () => server,
    close: async () => {
      closing = true
      await opening
      await closeServer(place, server)
      process.off('exit', atExit)
    },
  }
}
