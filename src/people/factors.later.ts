import { act, kithItself, type Tx } from '#base/db.ts'
import { isLang, type Key, type Lang, translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letter } from '#base/letter.tsx'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { coalitionRoles } from './schema.ts'

/** Whom a letter about their own account goes to; null where there is no address, or nobody behind it. */
async function addressee(tx: Tx, personId: string) {
  const person = await tx
    .selectFrom('persons')
    .innerJoin('accounts', 'accounts.personId', 'persons.id')
    .select(['persons.id', 'persons.name', 'persons.lang', 'persons.example', 'accounts.email'])
    .where('persons.id', '=', personId)
    .executeTakeFirst()
  const coalition = await tx.selectFrom('coalition').selectAll().executeTakeFirst()
  if (!person || person.example || !coalition) return null
  const lang: Lang = isLang(person.lang) ? person.lang : 'en'
  return { ...person, lang, coalition }
}

type Said = { subject: Key; lines: (t: ReturnType<typeof translator>) => string[]; path: string }

async function write(
  deps: JobDeps,
  entry: Entry,
  personId: string,
  { subject, lines, path }: Said,
) {
  await act(deps.db, kithItself, async (tx) => {
    const to = await addressee(tx, personId)
    if (!to) return
    const { lang, coalition } = to
    const t = translator(lang)
    const origin = letterOrigin(deps.config, null)
    const heading = t(subject, { coalition: coalition.name })
    const words = letter({
      coalition,
      lang,
      subject: heading,
      heading,
      paragraphs: [t('letters.hello', { name: to.name }), ...lines(t)],
      button: origin ? { label: t('keys.letter.look'), href: `${origin}${path}` } : undefined,
    })
    const address = { toPerson: to.id, toAddress: to.email, lang }
    await putInOutbox(tx, {
      key: `${entry.what} ${entry.id}`,
      kind: entry.what,
      ...address,
      ...words,
    })
  })
}

const changed: Record<string, Key> = {
  'codes.made self': 'keys.letter.sheet',
  'codes.made office': 'keys.letter.sheet-office',
  'codes.read-out': 'keys.letter.read-out',
  'passkey.added': 'keys.letter.passkey-added',
  'passkey.removed': 'keys.letter.passkey-removed',
}

/** Tells a person that the ways into their account have changed: who did not do it, hears of it. */
export async function factorLetter(deps: JobDeps, entry: Entry): Promise<void> {
  const key = entry.what === 'codes.made' ? `codes.made ${entry.detail['channel']}` : entry.what
  const what = changed[key]
  if (!entry.person || !what) return
  await write(deps, entry, entry.person, {
    subject: 'keys.letter.changed',
    lines: (t) => [t(what), t('keys.letter.not-you')],
    path: '/account',
  })
}

/** Tells a person that somebody gave them a role, or took it. Nothing when Kith was set up, or they left. */
export async function roleLetter(deps: JobDeps, entry: Entry): Promise<void> {
  const role = coalitionRoles.find((one) => one === entry.detail['role'])
  if (!role || !entry.who || entry.who === entry.about || !entry.about) return
  const given = entry.what === 'role.given'
  await write(deps, entry, entry.about, {
    subject: given ? 'keys.letter.role-given' : 'keys.letter.role-taken',
    lines: (t) => {
      const words = { role: t(`keys.role.${role}`) }
      return given
        ? [t('keys.letter.given', words), t('keys.letter.given-how'), t('keys.letter.given-check')]
        : [t('keys.letter.taken', words), t('keys.letter.taken-how')]
    },
    path: '/account',
  })
}
