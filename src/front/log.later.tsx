import { act, kithItself, type Tx } from '#base/db.ts'
import { isLang, translator } from '#base/i18n.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import { type Verdict, verifyLog } from '#base/journal.chain.ts'
import { notedHeads, noteHead, writtenHead } from '#base/journal.heads.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import { now } from '#base/time.ts'
import { keepCheck } from './log.queries.ts'
import { damageWords } from './log.words.ts'

/** Checks the whole log against the heads in the data folder, and keeps how it was found to be. */
export async function checkLog({ db, config }: JobDeps): Promise<Verdict> {
  const at = now()
  const verdict = await verifyLog(db, await notedHeads(config.dataFolder))
  await keepCheck(db, verdict, at)
  return verdict
}

const guardians = (tx: Tx) =>
  tx
    .selectFrom('roles')
    .innerJoin('persons', 'persons.id', 'roles.personId')
    .select(['persons.id', 'persons.name', 'persons.email', 'persons.lang'])
    .distinct()
    .where('roles.role', 'in', ['secretary', 'safeguarding-lead'])
    .where('persons.example', '=', false)
    .where('persons.email', 'is not', null)
    .execute()

type Occasion = 'head' | 'damaged'

/** Writes to everyone who guards the log; one letter each for an occasion and a day. */
async function tellGuardians(tx: Tx, occasion: Occasion, { head, damages }: Verdict, day: string) {
  const coalition = await tx
    .selectFrom('coalition')
    .select(['name', 'phone', 'phoneHours'])
    .executeTakeFirst()
  if (!coalition || !head) return
  for (const person of await guardians(tx)) {
    const lang = isLang(person.lang) ? person.lang : 'en'
    const t = translator(lang)
    const subject = t(`log.office.letter.${occasion}.subject`, { coalition: coalition.name })
    const wrong = damages.slice(0, 20).map((damage) => damageWords(t, damage))
    const paragraphs = [
      t('letters.hello', { name: person.name }),
      t(`log.office.letter.${occasion}`),
      occasion === 'head' ? writtenHead(head) : wrong.join('\n'),
      t(`log.office.letter.${occasion}.how`),
    ]
    await putInOutbox(tx, {
      key: `log ${occasion} ${day} ${person.id}`,
      kind: `log.${occasion}`,
      toPerson: person.id,
      toAddress: person.email ?? '', // asked for above
      lang,
      ...letter({ coalition, lang, subject, heading: subject, paragraphs }),
    })
  }
}

const today = () => now().toISOString().slice(0, 10)

/** A head is noted only of a log that is whole: what is wrong must not become what is compared with. */
async function nightly(deps: JobDeps): Promise<void> {
  const verdict = await checkLog(deps)
  if (verdict.damages.length > 0) {
    await act(deps.db, kithItself, (tx) => tellGuardians(tx, 'damaged', verdict, today()))
    return
  }
  if (verdict.head) await noteHead(deps.config.dataFolder, verdict.head, now())
}

/** Once a week the head goes out of the house, where whoever owns the database cannot reach it. */
async function weekly(deps: JobDeps): Promise<void> {
  const verdict = await checkLog(deps)
  const occasion = verdict.damages.length > 0 ? 'damaged' : 'head'
  await act(deps.db, kithItself, (tx) => tellGuardians(tx, occasion, verdict, today()))
}

/** The log is checked every night, and its head is sent out every Monday. */
export const logLater: Later = {
  jobs: { 'log.check': nightly, 'log.send-head': weekly },
  cron: [
    { match: '10 4 * * *', job: 'log.check' },
    { match: '30 6 * * 1', job: 'log.send-head' },
  ],
}
