import { act, kithItself, type Tx } from '#base/db.ts'
import { isLang, translator } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import { letter } from '#base/letter.tsx'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { now } from '#base/time.ts'
import { claimReminders } from './duties.queries.ts'
import type { DutyKind } from './duties.questions.ts'

const secretaries = (tx: Tx) =>
  tx
    .selectFrom('roles')
    .innerJoin('persons', 'persons.id', 'roles.personId')
    .select(['persons.id', 'persons.name', 'persons.email', 'persons.lang'])
    .distinct()
    .where('roles.role', '=', 'secretary')
    .where('persons.example', '=', false)
    .where('persons.email', 'is not', null)
    .execute()

type Occasion = { kinds: DutyKind[]; href: string | null; day: string }

async function remind(tx: Tx, { kinds, href, day }: Occasion): Promise<void> {
  const coalition = await tx
    .selectFrom('coalition')
    .select(['name', 'phone', 'phoneHours'])
    .executeTakeFirst()
  if (!coalition) return
  for (const person of await secretaries(tx)) {
    const lang = isLang(person.lang) ? person.lang : 'en'
    const t = translator(lang)
    const subject = t('duty.letter.subject', { n: kinds.length })
    const written = letter({
      coalition,
      lang,
      subject,
      heading: subject,
      paragraphs: [
        t('letters.hello', { name: person.name }),
        t('duty.letter'),
        kinds.map((kind) => t(`duty.${kind}`)).join('\n'),
        t('duty.letter.how'),
      ],
      button: href ? { label: t('duty.letter.button'), href } : undefined,
    })
    await putInOutbox(tx, {
      key: `duties ${day} ${person.id}`,
      kind: 'duty.due',
      toPerson: person.id,
      toAddress: person.email ?? '', // asked for above
      lang,
      ...written,
    })
  }
}

/** Writes to the secretaries once, when a record becomes a year old; until it is saved again they are left alone. */
const remindOfDuties = ({ db, config }: JobDeps): Promise<void> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    const kinds = await claimReminders(tx, at)
    if (kinds.length === 0) return
    const origin = letterOrigin(config, '')
    await remind(tx, {
      kinds,
      href: origin && `${origin}/duties`,
      day: at.toISOString().slice(0, 10),
    })
  })

export const dutiesLater: Later = {
  jobs: { 'duties.remind': remindOfDuties },
  cron: [{ match: '40 5 * * *', job: 'duties.remind' }],
}
