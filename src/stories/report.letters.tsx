import type { Tx } from '#base/db.ts'
import { isLang, type Lang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import { coalitionOf } from './queries.ts'
import { numberOf } from './report.rules.ts'
import type { Report } from './schema.ts'

/**
 * Writes to whoever sent a report, in their language: the receipt, or what was decided and why. Nothing
 * when they gave no address. The receipt repeats nothing that they wrote: the address may be a stranger's.
 */
export async function writeToReporter(tx: Tx, report: Report): Promise<void> {
  const coalition = await coalitionOf(tx)
  if (!report.email || !coalition) return
  const lang: Lang = isLang(report.spoken) ? report.spoken : 'en'
  const t = translator(lang)
  const { state, reason } = report
  const subject = t(`report.letter.${state}.subject`, { number: numberOf(report.id) })
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [
      t(`report.letter.${state}`),
      ...(reason ? [{ quote: reason }] : []),
      // A second answer is the last one.
      t(
        state === 'kept' && report.againOf
          ? 'report.letter.kept.last'
          : `report.letter.${state}.next`,
      ),
    ],
  })
  await putInOutbox(tx, {
    key: `report.${state} ${report.id}`,
    kind: `report.${state}`,
    toPerson: null,
    toAddress: report.email,
    lang,
    about: report.id,
    ...written,
  })
}
