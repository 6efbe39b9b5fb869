import { Facts, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Where } from './handover.where.ts'

/** Where it runs and how it is, for whoever keeps it running. Holds no password. */
export const WherePart = ({ c, where }: { c: Ctx; where: Where }) => {
  const { t } = c.var
  const { address, version, dataFolder, databaseHost, mailHost, lines, pages } = where
  return (
    <section class="stack" aria-labelledby="where">
      <h2 id="where">{t('office.handover.where')}</h2>
      <Facts
        rows={[
          { label: t('office.handover.address'), value: <bdi>{address}</bdi> },
          { label: t('office.handover.version'), value: `Kith ${version}` },
          {
            label: t('office.handover.database'),
            value: databaseHost
              ? t('office.handover.own-database', { host: databaseHost })
              : t('office.handover.in-folder'),
          },
          { label: t('office.handover.folder'), value: <bdi>{dataFolder}</bdi> },
          {
            label: t('office.handover.mail'),
            value: mailHost
              ? t('office.handover.mail-on', { host: mailHost })
              : t('office.handover.mail-off'),
          },
          { label: t('office.handover.backup'), value: t('office.handover.backup-none') },
          { label: t('office.handover.start'), value: t('office.handover.start-how') },
        ]}
      />
      <h3>{t('office.handover.doctor')}</h3>
      <ul class="stack-s">
        {lines.map(({ good, what, text }) => (
          <li>
            <Tag tone={good ? 'good' : 'bad'}>
              {t(good ? 'office.handover.good' : 'office.handover.bad')}
            </Tag>{' '}
            {what}: {text}
          </li>
        ))}
      </ul>
      {pages.length > 0 && (
        <>
          <h3>{t('office.handover.pages')}</h3>
          <ul>
            {pages.map((page) => (
              <li>
                <code>{page}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
