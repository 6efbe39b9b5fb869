import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Version } from './duties.queries.ts'
import { answersIn, type Said } from './duties.words.ts'

export const toDuties = (c: Ctx) => ({ href: '/duties', label: c.var.t('duty.title') })

/** Said after something was saved. */
export const Saved = ({ c }: { c: Ctx }) => (
  <Notice tone="good" alert>
    <p>{c.var.t('duty.saved')}</p>
  </Notice>
)

/** Everything that was saved of a record, the newest first. */
export const Versions = ({
  c,
  kind,
  versions,
}: {
  c: Ctx
  kind: Version['kind']
  versions: Version[]
}) => {
  const { t } = c.var
  if (versions.length === 0) return null
  return (
    <section class="stack" aria-labelledby="versions">
      <h2 id="versions">{t('duty.versions')}</h2>
      <p>{t('duty.versions.why')}</p>
      <ul class="stack-s">
        {versions.map(({ id, savedAt, savedBy }) => (
          <li>
            <a href={`/duties/${kind}/${id}`}>
              <DateTime at={savedAt} as="time" />
            </a>
            {savedBy && (
              <>
                , <bdi>{savedBy}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const OneSaid = ({ said }: { said: Said }) => (
  <section class="stack-s">
    <h3>{said.label}</h3>
    {said.value.split(/\n+/).map((line) => (
      <p lang={said.lang} dir="auto">
        {line}
      </p>
    ))}
  </section>
)

/** A version as it was saved: to be read, and to be printed. */
export const VersionPage = ({ c, version }: { c: Ctx; version: Version }) => {
  const { t } = c.var
  const { kind, id, savedAt, savedBy } = version
  const name = t(`duty.${kind}`)
  return (
    <Page
      c={c}
      title={t('duty.version', { name })}
      narrow
      staff
      nav="desk"
      back={{ href: `/duties/${kind}`, label: name }}
    >
      <p>
        {t('duty.version.saved')} <DateTime at={savedAt} as="time" />
        {savedBy && (
          <>
            , <bdi>{savedBy}</bdi>
          </>
        )}
      </p>
      <p>
        <ButtonLink href={`/duties/${kind}/${id}/sheet.pdf`} tone="quiet">
          {t('duty.print')}
        </ButtonLink>
      </p>
      {answersIn(t, version).map(({ heading, said }) => (
        <section class="stack">
          <h2>{heading}</h2>
          {said.map((one) => (
            <OneSaid said={one} />
          ))}
        </section>
      ))}
    </Page>
  )
}
