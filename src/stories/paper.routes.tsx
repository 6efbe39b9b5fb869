import { Hono } from 'hono'
import { act, type Who } from '#base/db.ts'
import { keepPicture, pictureProblem } from '#base/files.ts'
import { blank, type FormState, formOf, readFile, readForm, withProblem } from '#base/forms.ts'
import { translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { limit, networkKey } from '#base/limits.ts'
import { printSheet } from '#base/print.ts'
import { hashKey, newKey } from '#base/secrets.ts'
import { addDays, now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { tellStory } from './actions.ts'
import { toldTo } from './audience.forms.ts'
import { wordsOfSheet, wordsOfUse, wordsOnSheet } from './audience.words.ts'
import type { Agreed } from './consent.actions.ts'
import { consentVersion } from './consent.rules.ts'
import { codeHashOf, codeOf, newStoryCode } from './keys.ts'
import { callSheet, storySheet } from './paper.sheet.ts'
import { EnterPage, PaperPage, PostLetterPage } from './paper.views.tsx'
import { findStory } from './queries.ts'
import type { Draft } from './rules.ts'
import { nothingBeside, SheetUsed } from './voice.actions.ts'
import { type OfficeForm, officeForm, otherIn, otherRows, paperForm } from './voice.forms.ts'
import { findTelling } from './voice.queries.ts'

// A library prints a few for its tables; each costs a second of the processor.
const prints = { points: 20, seconds: 3600 }
const points = { '14': 14, '18': 18, '24': 24 } as const

const pdf = (name: string) => ({
  'content-type': 'application/pdf',
  'content-disposition': `inline; filename="${name}.pdf"`,
  'cache-control': 'no-store',
})

async function print(c: Ctx, { db, secret }: JobDeps) {
  const form = await readForm(c, paperForm)
  if (!form.ok) return c.html(<PaperPage c={c} of={form.error} />, 422)
  const of = formOf(form.value)
  const network = networkKey(c.var.network)
  const within = await limit(db, 'story sheet', network, prints.points, prints.seconds)
  if (!within.ok)
    return c.html(
      <PaperPage c={c} of={withProblem(of, 'size', c.var.t('stories.too-many'))} />,
      429,
    )
  const { size, tongue } = form.value
  const code = newStoryCode()
  const { coalition } = c.var
  const sheet = storySheet(translator(tongue), tongue, points[size], { coalition, code })
  const made = await printSheet(sheet)
  if (!made.ok)
    return c.html(<PaperPage c={c} of={withProblem(of, 'size', c.var.t('paper.broken'))} />, 503)
  const words = JSON.stringify(wordsOnSheet(translator(tongue)))
  const consent = { version: consentVersion, words }
  const row = { codeHash: codeHashOf(secret, code), lang: tongue, ...consent, madeAt: now() }
  await act(db, c.var.who, (tx) =>
    tx
      .insertInto('storySheets')
      .values({ ...row, usedStoryId: null, usedAt: null })
      .execute(),
  )
  return c.body(new Uint8Array(made.value), 200, pdf('story-sheet'))
}

type From = 'phone' | 'paper'
type Entry = { of: FormState; status: 409 | 413 | 422 }
const refused = (of: FormState, field: string, problem: string): Entry => ({
  of: withProblem(of, field, problem),
  status: 409,
})

/** What stands on a sheet: the words of consent in its language. */
type Printed = { lang: string; version: string; words: Record<string, string> }

/**
 * The digest of the sheet's code, once it is known to be one of ours that nobody used, and what stands on it; null
 * for no code.
 */
async function sheetOf(c: Ctx, { db, secret }: JobDeps, code: string, of: FormState) {
  if (code === '') return { sheet: null, printed: null }
  const sheet = codeHashOf(secret, code)
  const row = await act(db, c.var.who, (tx) =>
    tx
      .selectFrom('storySheets')
      .select(['usedAt', 'lang', 'version', 'words'])
      .where('codeHash', '=', sheet)
      .executeTakeFirst(),
  )
  if (!row) return { refused: refused(of, 'code', c.var.t('consent.code.wrong')) }
  if (row.usedAt) return { refused: refused(of, 'code', c.var.t('paper.office.used')) }
  const { lang, version, words } = row
  return { sheet, printed: version && words ? { lang, version, words } : null }
}

/** Keeps the picture of the sheet. */
async function scanOf(c: Ctx, deps: JobDeps, ownerKeyHash: string, of: FormState) {
  const sent = await readFile(c, 'scan')
  if (!sent) return { scanId: null }
  const bytes = new Uint8Array(await sent.arrayBuffer())
  const isPdf = String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-'
  if (isPdf) return { refused: refused(of, 'scan', c.var.t('paper.office.no-pdf')) }
  const kept = await keepPicture(deps, c.var.who, bytes, ownerKeyHash)
  if (!kept.ok) return { refused: refused(of, 'scan', c.var.t(pictureProblem[kept.error])) }
  return { scanId: kept.value.id }
}

const draftOf = (form: OfficeForm): Draft => ({
  name: form.name || null,
  nameStyle: form.nameStyle,
  town: form.town || null,
  email: form.email || null,
  lang: form.lang,
  title: form.title,
  body: form.body,
  audience: form.audience,
  pictureId: null,
  pictureWords: null,
})

/** What was agreed to, in the words that stand on the sheet, or were read aloud, in the teller's language. */
function agreedOf(
  form: OfficeForm,
  { from, takenBy, printed }: { from: From; takenBy: string; printed: Printed | null },
): Agreed {
  const t = translator(form.spoken)
  return {
    uses: form.uses.map((use) => ({
      use,
      words:
        (printed && wordsOfSheet(printed.words, use, form.audience)) ??
        wordsOfUse(t, use, form.audience),
    })),
    ...(printed && { version: printed.version }),
    lang: printed?.lang ?? form.spoken,
    channel: from,
    takenBy,
    witness: form.witness || null,
    until: form.until === 'year' ? addDays(now(), 365) : null,
    others: otherRows
      .map((n) => otherIn(form, n))
      .filter(({ name }) => name !== '')
      .map(({ name, reach, guardian }) => ({ name, how: 'named', reach, guardian })),
    ...toldTo(form),
  }
}

/** The form as it was filled in, to be shown again. */
const asSent = (form: OfficeForm): FormState =>
  formOf(
    Object.fromEntries(
      Object.entries(form).map(([name, value]) => [
        name,
        value === true ? 'yes' : value === false ? '' : value,
      ]),
    ),
  )

/** The sheet and the scan that came with the form, as they are kept, or what is wrong with one of them. */
async function broughtBy(c: Ctx, deps: JobDeps, from: From, form: OfficeForm) {
  const of = asSent(form)
  const draftKeyHash = hashKey(newKey())
  const found = await sheetOf(c, deps, from === 'paper' ? form.code : '', of)
  if (found.refused) return { refused: found.refused }
  const scan = await scanOf(c, deps, draftKeyHash, of)
  if (scan.refused) return { refused: scan.refused }
  return { sheet: found.sheet, printed: found.printed, scanId: scan.scanId, draftKeyHash }
}

const noted = ({ rang, phone, address }: OfficeForm) => ({
  rang: rang || null,
  phone: phone || null,
  address: address || null,
})

async function enter(c: Ctx, deps: JobDeps, from: From) {
  const { db, secret } = deps
  const form = await readForm(c, officeForm)
  if (!form.ok) return c.html(<EnterPage c={c} of={form.error} from={from} />, 422)
  const { person, who } = c.var
  if (!person) return c.notFound()
  const show = (entry: Entry) => c.html(<EnterPage c={c} of={entry.of} from={from} />, entry.status)
  const brought = await broughtBy(c, deps, from, form.value)
  if ('refused' in brought) return show(brought.refused)
  const { sheet, printed, scanId, draftKeyHash } = brought
  const office = { channel: from, sheet, scanId, takenBy: person.id, ...noted(form.value) }
  const { once } = await c.req.parseBody()
  try {
    const place = await tellStory({
      db,
      secret,
      who,
      draft: draftOf(form.value),
      agreed: agreedOf(form.value, { from, takenBy: person.id, printed }),
      draftKeyHash,
      spoken: form.value.spoken,
      origin: c.var.origin,
      once: typeof once === 'string' && once !== '' ? once : undefined,
      beside: { ...nothingBeside, office },
    })
    const id = await idBehind(deps, who, place)
    return c.redirect(id ? `/stories/${id}/letter` : '/stories/waiting', 303)
  } catch (problem) {
    // Somebody typed the same sheet in a moment ago.
    if (!(problem instanceof SheetUsed)) throw problem
    return show(refused(asSent(form.value), 'code', c.var.t('paper.office.used')))
  }
}

/** The story whose private page this is. */
async function idBehind({ db }: JobDeps, who: Who, place: string): Promise<string | undefined> {
  const keyHash = hashKey(/mine\/([^?]+)/.exec(place)?.[1] ?? '')
  const story = await act(db, who, (tx) =>
    tx.selectFrom('stories').select('id').where('keyHash', '=', keyHash).executeTakeFirst(),
  )
  return story?.id
}

/** Stories on paper and by telephone: the sheet for anyone, and the pages of whoever writes them down. */
export const paperRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/stories/paper', may('story', 'create'), (c) => c.html(<PaperPage c={c} of={blank} />))
    .post('/stories/paper', may('story', 'create'), (c) => print(c, deps))
    .get('/stories/paper/enter', may('story', 'enter'), (c) =>
      c.html(<EnterPage c={c} of={blank} from="paper" />),
    )
    .post('/stories/paper/enter', may('story', 'enter'), (c) => enter(c, deps, 'paper'))
    .get('/stories/phone', may('story', 'enter'), (c) =>
      c.html(<EnterPage c={c} of={blank} from="phone" />),
    )
    .get('/stories/phone/sheet', may('story', 'enter'), async (c) => {
      const { t, lang, coalition } = c.var
      const made = await printSheet(callSheet(t, lang, coalition))
      const of = withProblem(blank, 'rang', t('paper.broken'))
      return made.ok
        ? c.body(new Uint8Array(made.value), 200, pdf('call-sheet'))
        : c.html(<EnterPage c={c} of={of} from="phone" />, 503)
    })
    .post('/stories/phone', may('story', 'enter'), (c) => enter(c, deps, 'phone'))
    .get(`/stories/${idPath}/letter`, may('story', 'enter'), async (c) => {
      const id = c.req.param('id')
      const found = await act(deps.db, c.var.who, async (tx) => {
        const story = await findStory(tx, id)
        if (!story || story.state === 'withdrawn') return null
        const { tellerId: person } = story
        const reading = { what: 'telling.read', about: id, person, fields: ['address', 'scan'] }
        await recordReading(tx, c.var.who.personId, reading)
        return { story, telling: await findTelling(tx, id) }
      })
      if (!found) return c.notFound()
      const { story, telling } = found
      const scan = telling?.scanId ? `/files/${telling.scanId}-1600.webp` : null
      const code = codeOf(deps.secret, 'story', id)
      const address = telling?.address ?? ''
      return c.html(
        <PostLetterPage c={c} story={story} address={address} code={code} scan={scan} />,
      )
    })
