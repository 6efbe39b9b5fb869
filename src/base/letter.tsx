import { raw } from 'hono/html'
import { directionOf, type Lang, localeOf, translator } from './i18n.ts'
import type { Coalition } from './web.ts'

/** A paragraph of ours, or the words of somebody, shown as a quotation in their own direction. */
export type Paragraph = string | { quote: string }

export type LetterWords = {
  coalition: Pick<Coalition, 'name' | 'phone' | 'phoneHours'>
  lang: Lang
  subject: string
  heading: string
  paragraphs: Paragraph[]
  /** A code to be read off and typed: large, before the button. */
  code?: string | undefined
  /** `href` is a whole address, with its origin. */
  button?: { label: string; href: string } | undefined
  after?: Paragraph[] | undefined
  /** Stands in the foot; the sender also puts it in the headers, for one press in the mail program. */
  unsubscribeUrl?: string | undefined
}

// Mail programs drop classes and variables, so each element carries its own style. The few !important
// rules in the head are for those that show dark mail.
const font =
  "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'Noto Nastaliq Urdu','Noto Sans Arabic',sans-serif"
const styles = {
  body: 'margin:0;padding:0;background:#faf7f2;',
  name: 'margin:0 0 24px;font-weight:bold;font-size:20px;',
  paragraph: 'margin:0 0 24px;',
  code: 'margin:0 0 24px;font-size:36px;line-height:1.2;font-weight:bold;letter-spacing:4px;',
  button:
    'display:inline-block;padding:14px 24px;background:#6e215d;color:#ffffff;font-weight:bold;text-decoration:none;border:2px solid #6e215d;border-radius:5px 20px 5px 5px;',
  link: 'color:#1d49a0;',
  foot: 'margin:0;padding-top:16px;border-top:2px dashed #d2c6d2;font-size:16px;color:#5b485c;',
} as const
const dark =
  ':root{color-scheme:light dark}@media (prefers-color-scheme:dark){body,.page{background:#1f1520!important}.ink,.ink a,h1{color:#f6f0ea!important}.soft{color:#d8c8d6!important}.link{color:#a9c8ff!important}.rule{border-color:#5c4a5c!important}.ink a.button{color:#ffffff!important}}'

const around = (lang: Lang) =>
  `max-width:600px;margin:0 auto;padding:24px 20px;font-family:${font};font-size:18px;line-height:${directionOf(lang) === 'rtl' ? 2 : 1.55};color:#2c1a2d;`

// Nastaliq hangs far below its line.
const headingStyle = (lang: Lang) =>
  `margin:0 0 16px;font-size:30px;line-height:${directionOf(lang) === 'rtl' ? 1.8 : 1.2};color:#44183c;`

const quoteStyle = (lang: Lang) =>
  `margin:0 0 24px;padding:0 16px;border-${directionOf(lang) === 'rtl' ? 'right' : 'left'}:4px solid #d2c6d2;`

/** A line break in what somebody wrote stays one. */
const Lines = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line, at) => (
      <>
        {at > 0 && <br />}
        {line}
      </>
    ))}
  </>
)

const Said = ({ said, lang }: { said: Paragraph; lang: Lang }) =>
  typeof said === 'string' ? (
    <p style={styles.paragraph}>
      <Lines text={said} />
    </p>
  ) : (
    <blockquote class="rule" dir="auto" style={quoteStyle(lang)}>
      <Lines text={said.quote} />
    </blockquote>
  )

const footOf = ({ coalition, lang }: LetterWords): string[] => {
  const t = translator(lang)
  const { name, phone, phoneHours: hours } = coalition
  const ring = hours ? t('letters.phone-hours', { phone: phone ?? '', hours }) : null
  return [
    t('letters.from', { coalition: name }),
    ...(phone ? [ring ?? t('letters.phone', { phone })] : []),
  ]
}

const Foot = ({ words }: { words: LetterWords }) => {
  const t = translator(words.lang)
  return (
    <p class="soft rule" style={styles.foot}>
      <Lines text={footOf(words).join('\n')} />
      {words.unsubscribeUrl && (
        <>
          <br />
          <a class="link" href={words.unsubscribeUrl} style={styles.link}>
            {t('letters.stop')}
          </a>{' '}
          {t('letters.stop-how')}
        </>
      )}
    </p>
  )
}

const Html = ({ words }: { words: LetterWords }) => {
  const { lang, subject, heading, paragraphs, code, button, after = [], coalition } = words
  const [locale, dir] = [localeOf(lang), directionOf(lang)]
  return (
    <html lang={locale} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{raw(dark)}</style>
      </head>
      <body class="page" style={styles.body}>
        <div
          role="article"
          aria-roledescription="email"
          aria-label={heading}
          class="ink"
          style={around(lang)}
          lang={locale}
          dir={dir}
        >
          <p style={styles.name}>
            <bdi>{coalition.name}</bdi>
          </p>
          <h1 style={headingStyle(lang)}>{heading}</h1>
          {paragraphs.map((said) => (
            <Said said={said} lang={lang} />
          ))}
          {code && (
            <p style={styles.code}>
              <bdi dir="ltr">{code}</bdi>
            </p>
          )}
          {button && (
            <p style="margin:0 0 32px;">
              <a class="button" href={button.href} style={styles.button}>
                {button.label}
              </a>
            </p>
          )}
          {after.map((said) => (
            <Said said={said} lang={lang} />
          ))}
          <Foot words={words} />
        </div>
      </body>
    </html>
  )
}

const plain = (said: Paragraph): string =>
  typeof said === 'string'
    ? said
    : said.quote
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')

/** The same words for those who read mail as text. */
function plainText(words: LetterWords): string {
  const { lang, heading, paragraphs, code, button, after = [], coalition, unsubscribeUrl } = words
  const t = translator(lang)
  return [
    coalition.name,
    heading,
    ...paragraphs.map(plain),
    ...(code ? [code] : []),
    ...(button ? [`${button.label}:\n${button.href}`] : []),
    ...after.map(plain),
    '--',
    footOf(words).join('\n'),
    ...(unsubscribeUrl ? [`${t('letters.stop')}:\n${unsubscribeUrl}`] : []),
    '',
  ].join('\n\n')
}

/**
 * A letter by mail: one column, readable in the dark and right to left, with the same words as plain
 * text. In: words already in the reader's language. Out: what `putInOutbox` takes.
 */
export function letter(words: LetterWords): { subject: string; html: string; text: string } {
  const html = `<!doctype html>${(<Html words={words} />).toString()}`
  return { subject: words.subject.replace(/\s+/g, ' ').trim(), html, text: plainText(words) }
}
