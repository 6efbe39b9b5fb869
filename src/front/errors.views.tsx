import { Page } from '#base/ui/page.tsx'
import { Details } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

const Ring = ({ c }: { c: Ctx }) => {
  const { coalition, t } = c.var
  return coalition.phone ? <p>{t('front.error.ring', { phone: coalition.phone })}</p> : null
}

/** What is not there and what is not for you look the same: nobody learns by knocking. */
export const AbsentPage = ({ c }: { c: Ctx }) => {
  const { t } = c.var
  return (
    <Page c={c} title={t('front.absent')} narrow staff>
      <p>{t('front.absent.why')}</p>
      {c.var.person === null && (
        <p>
          <a href={`/sign-in?to=${encodeURIComponent(c.var.path)}`}>{t('front.absent.sign-in')}</a>
        </p>
      )}
      <p>
        <a href="/">{t('front.absent.home')}</a>
      </p>
      <Ring c={c} />
    </Page>
  )
}

/** A sentence about a request that cannot be answered. */
export const SentencePage = ({ c, title, text }: { c: Ctx; title: string; text: string }) => (
  <Page c={c} title={title} narrow staff>
    <p>{text}</p>
    <p>
      <a href="/">{c.var.t('front.absent.home')}</a>
    </p>
    <Ring c={c} />
  </Page>
)

/**
 * Something failed on our side. What was written comes back, to be sent again or copied: nobody types it
 * twice.
 */
export const TroublePage = ({ c, sent }: { c: Ctx; sent: [string, string][] }) => {
  const { t } = c.var
  const written = sent.filter(([name, value]) => !['csrf', 'once'].includes(name) && value !== '')
  return (
    <Page c={c} title={t('front.trouble')} narrow staff>
      <p>{t('front.trouble.why')}</p>
      {sent.length > 0 && (
        <>
          <p>{t('front.trouble.kept')}</p>
          <form method="post" action={c.var.path}>
            {sent.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <button class="button" type="submit">
              {t('front.trouble.again')}
            </button>
          </form>
          {written.length > 0 && (
            <Details summary={t('front.trouble.copy')}>
              {written.map(([, value]) => (
                <p dir="auto">{value}</p>
              ))}
            </Details>
          )}
        </>
      )}
      <Ring c={c} />
    </Page>
  )
}
