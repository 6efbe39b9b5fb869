import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp, laters } from './app.tsx'
import { knowCoalition } from '#base/coalition.ts'
import { readConfig, type Config } from '#base/config.ts'
import { openStore } from '#base/database.ts'
import { openDatabase, openPool } from '#base/db.ts'
import { startJobs } from '#base/jobs.ts'
import { logger, startLogging } from '#base/log.ts'
import { migrate } from '#base/migrate.ts'
import { listenForDrops } from '#base/pages.listen.ts'
import { readSecret } from '#base/secrets.ts'
import { answerReady } from '#base/web.ready.ts'
import { newSetupLink } from '#front/index.ts'
import { sessionCookie } from '#people/index.ts'
import { keepTakenBack } from '#stories/index.ts'
import { buildLook } from '#look/build.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

async function start(config: Config) {
  const secret = readSecret(config.dataFolder)
  const store = await openStore(config, say, () => void stop('the database is gone', 1))
  const closing: (() => Promise<unknown>)[] = [() => store.stop()]
  let stopping = false

  async function stop(why: string, code: number) {
    if (stopping) return
    stopping = true
    say(`Kith stops: ${why}.`)
    // Whatever hangs, Kith is gone within ten seconds.
    setTimeout(() => process.exit(1), 9500).unref()
    for (const close of closing.toReversed())
      await close().catch((problem: unknown) => logger('stop').error(String(problem)))
    process.exit(code)
  }
  process.on('SIGINT', () => void stop('you asked it to', 0))
  process.on('SIGTERM', () => void stop('it was asked to', 0))
  process.on('SIGHUP', () => void stop('its terminal was closed', 0))

  for (const step of await migrate(store.ownerUrl)) say(`The database took the step ${step}.`)
  const pool = openPool(store.appUrl)
  closing.push(() => pool.end())
  const db = openDatabase(pool)
  const coalition = knowCoalition(db)
  const listening = await listenForDrops(store.appUrl)
  closing.push(() => listening.stop())
  const house = { db, config, secret, coalition }
  // Before anyone is answered: an older copy of the data may have been put back.
  const again = await keepTakenBack(house)
  if (again > 0)
    say(`An older copy of the data was put back. What had ended was ended again: ${again}.`)
  if (config.role !== 'web') {
    const jobs = await startJobs(store.ownerUrl, house, laters)
    closing.push(() => jobs.stop())
  }
  if (config.role !== 'jobs') {
    await buildLook()
    const { close, address } = await serve(config, house)
    closing.push(close)
    say(`Kith is open at ${address}`)
    const key = await newSetupLink(db)
    if (key) say(`Set it up here (works once, for 30 minutes): ${address}/setup/${key}`)
  }
}

async function serve(config: Config, house: Parameters<typeof createApp>[0]) {
  const app = createApp(house)
  const cookie = sessionCookie(config)
  await house.coalition.current()
  const listener = getRequestListener(app.fetch)
  const server = createServer((request, response) => {
    if (!answerReady(request, response, house.coalition, cookie)) void listener(request, response)
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(config.port, config.host, listening)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 3000).unref()
    })
  return { close, address: config.origin || `http://localhost:${port}` }
}

const config = readConfig(process.env)
if (config.ok) {
  await startLogging(config.value.production ? 'warning' : 'info')
  await start(config.value).catch((problem: Error & { code?: string }) => {
    const taken = problem.code === 'EADDRINUSE'
    process.stderr.write(
      `${taken ? `Something else answers on port ${config.value.port}. Give another: PORT=3001 npm start` : problem.message}\n`,
    )
    if (!taken && problem.cause) process.stderr.write(`${String(problem.cause)}\n`)
    process.exit(1)
  })
} else {
  process.stderr.write(`${config.error.join('\n')}\n`)
  process.exit(1)
}
