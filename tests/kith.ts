import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, inject } from 'vitest'
import { createApp, laters } from '../src/app.tsx'
import { knowCoalition } from '../src/base/coalition.ts'
import type { Config } from '../src/base/config.ts'
import { act, kithItself, openDatabase, openPool } from '../src/base/db.ts'
import { doJobs } from '../src/base/jobs.ts'
import { dropHere } from '../src/base/pages.ts'
import { hashKey, newKey, sign } from '../src/base/secrets.ts'
import { now } from '../src/base/time.ts'
import { checkPage } from './page.ts'

export type Role = 'secretary' | 'moderator' | 'welcomer' | 'safeguarding-lead' | 'panel'
type Fields = Record<string, string | string[] | File>

// Within one of its own, because something is written beside it too.
const folder = mkdtempSync(join(tmpdir(), 'kith-data-'))
const dataFolder = join(folder, 'data')
mkdirSync(dataFolder)

/** A database takes seconds to open and milliseconds to empty: each worker opens one and keeps it. */
async function ownDatabase() {
  const name = `kith_${process.pid}`
  const ownerUrl = inject('ownerUrl')
  const appUrl = inject('appUrl')
  // The pool of the database that is copied has to be empty while it is copied: one worker at a time.
  const admin = new pg.Client({ connectionString: ownerUrl.replace('/kith?', '/postgres?') })
  await admin.connect()
  await admin.query('select pg_advisory_lock(42)')
  await admin.query(`create database ${name} template kith strategy file_copy`)
  await admin.query('select pg_advisory_unlock(42)')
  await admin.end()
  const there = (url: string) => url.replace('/kith?', `/${name}?`)
  return { ownerUrl: there(ownerUrl), appUrl: there(appUrl), name }
}

const own = await ownDatabase()
const owner = new pg.Client({ connectionString: own.ownerUrl })
await owner.connect()
const pool = openPool(own.appUrl, 4)
const db = openDatabase(pool)

afterAll(async () => {
  await pool.end()
  await owner.end()
  rmSync(folder, { recursive: true, force: true })
})

async function empty() {
  const { rows } = await owner.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables
     where schemaname = 'public' and tablename not in ('migrations', 'places')`,
  )
  await owner.query(`truncate ${rows.map((row) => row.name).join(', ')} cascade`)
  await owner.query('delete from graphile_worker._private_jobs')
  dropHere(['*'])
}

const northtown = {
  name: 'Northtown Together',
  purpose: 'We make sure nobody is left alone',
  place: 'Leeds',
  country: 'GB',
  latitude: 53.8,
  longitude: -1.55,
  languages: ['en', 'cy', 'ur'],
  phone: '0808 157 0123',
  phoneHours: '9am to 8pm',
  email: 'office@example.org',
  band: 'plum',
  action: 'plum',
  rules: JSON.stringify(['Be kind', 'Other people have to agree', 'No selling']),
  smtp: null,
  mailFrom: null,
  open: true,
  example: false,
}

const defaults: Config = {
  port: 0,
  host: '127.0.0.1',
  origin: 'http://localhost',
  dataFolder,
  databaseUrl: '',
  databaseAppUrl: '',
  smtp: '',
  mailFrom: '',
  role: 'all',
  proxies: 0,
  production: false,
}

type Options = { config?: Partial<Config>; setUp?: boolean }

/** An empty Kith (its coalition is Northtown Together), and a visitor who walks about in it. */
export async function openKith({ config: changed = {}, setUp = true }: Options = {}) {
  await empty()
  const config = { ...defaults, ...changed }
  if (setUp)
    await act(db, kithItself, (tx) =>
      tx
        .insertInto('coalition')
        .values({ ...northtown, setUpAt: now() })
        .execute(),
    )
  const secret = 'a secret that only tests know'
  const house = { db, config, secret, coalition: knowCoalition(db) }
  const app = createApp(house)
  const cookies = new Map<string, string>()
  let csrf = ''

  function remember(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const token = cookies.get('kith')
    csrf = token ? sign(secret, `csrf ${token}`) : ''
    return answer
  }

  const cookieHeader = () => ({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  })

  async function visit(path: string, headers: Record<string, string> = {}): Promise<Response> {
    const url = path.startsWith('http') ? path : `http://localhost${path}`
    return remember(await app.request(url, { headers: { ...cookieHeader(), ...headers } }))
  }

  function bodyOf(fields: Fields): FormData | URLSearchParams {
    const hasFile = Object.values(fields).some((value) => value instanceof File)
    const body = hasFile ? new FormData() : new URLSearchParams()
    for (const [name, value] of Object.entries({ csrf, ...fields }))
      // Only FormData is made when there is a file.
      for (const one of [value].flat()) (body as FormData).append(name, one as string)
    return body
  }

  /** Sends a form as a browser on our own page does. */
  async function send(path: string, fields: Fields = {}, headers: Record<string, string> = {}) {
    const usual = { ...cookieHeader(), 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }
    return remember(
      await app.request(`http://localhost${path}`, {
        method: 'POST',
        body: bodyOf(fields),
        headers: { ...usual, ...headers },
      }),
    )
  }

  /** Makes a person who has an account and these roles. */
  async function makePerson(given: { name?: string; email?: string; roles?: Role[] } = {}) {
    const id = crypto.randomUUID()
    const email = given.email ?? `${id.slice(0, 8)}@example.org`
    const name = given.name ?? 'Mona Evans'
    const at = now()
    await act(db, kithItself, async (tx) => {
      await tx
        .insertInto('persons')
        .values({ id, name, email, phone: null, lang: 'en', example: false, knownSince: at })
        .execute()
      await tx
        .insertInto('accounts')
        .values({ personId: id, email, confirmedAt: at, madeAt: at })
        .execute()
      for (const role of given.roles ?? [])
        await tx
          .insertInto('roles')
          .values({ personId: id, role, givenAt: at, givenBy: null, reason: 'A test' })
          .execute()
    })
    return { id, name, email, roles: given.roles ?? [] }
  }

  /**
   * Signs in: as this person, as someone new with this role, or (null) out. With a passkey, so that what
   * asks for a second factor lets them in for 15 minutes; `strong: false` is a session from a code by mail.
   */
  async function signIn(who: { id: string } | Role | null, { strong = true } = {}) {
    cookies.delete('kith')
    csrf = ''
    if (who === null) return null
    const person = typeof who === 'string' ? await makePerson({ roles: [who] }) : who
    const token = newKey()
    const at = now()
    await act(db, kithItself, (tx) =>
      tx
        .insertInto('sessions')
        .values({
          tokenHash: hashKey(token),
          personId: person.id,
          device: 'A test',
          shared: false,
          madeAt: at,
          seenAt: at,
          proofs: JSON.stringify({ [strong ? 'passkey' : 'mail']: at.toISOString() }),
        })
        .execute(),
    )
    cookies.set('kith', token)
    csrf = sign(secret, `csrf ${token}`)
    return person
  }

  return {
    app,
    db,
    config,
    secret,
    house,
    ownerUrl: own.ownerUrl,
    owner,
    cookies,
    visit,
    send,
    makePerson,
    signIn,
    /** Fetches a page and checks it as every page is checked. Out: its HTML. */
    async page(path: string, status = 200): Promise<string> {
      const answer = await visit(path)
      const html = await answer.text()
      expect(answer.status, html.slice(0, 2000)).toBe(status)
      await checkPage(html, path)
      return html
    },
    /** Fetches an answer's page after a form, checked in the same way. */
    async checked(answer: Response): Promise<string> {
      const html = await answer.text()
      await checkPage(html, answer.url)
      return html
    },
    /** Does the jobs that wait: letters, what follows from the journal. */
    runJobs: () => doJobs(own.ownerUrl, house, laters),
    outbox: () =>
      act(db, kithItself, (tx) =>
        tx.selectFrom('outbox').selectAll().orderBy('writtenAt').execute(),
      ),
    journal: async () =>
      (
        await act(db, kithItself, (tx) =>
          tx.selectFrom('journal').select('what').orderBy('at').orderBy('id').execute(),
        )
      ).map((entry) => entry.what),
  }
}

export type Kith = Awaited<ReturnType<typeof openKith>>
