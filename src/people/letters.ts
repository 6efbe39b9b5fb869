import type { Lang, T } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import type { Coalition } from '#base/web.ts'
import { signInMinutes } from './sign-in.rules.ts'

type SignInWords = {
  coalition: Pick<Coalition, 'name' | 'phone' | 'phoneHours'>
  lang: Lang
  name: string
  code: string
  /** Null: the letter carries the code alone. */
  href: string | null
}

/** The letter with the code and, when we know our own address, the link. */
export function signInLetter(t: T, { coalition, lang, name, code, href }: SignInWords) {
  const words = { coalition: coalition.name }
  return letter({
    coalition,
    lang,
    // Without the code: subjects show on locked phones and in lists.
    subject: t('letters.sign-in.subject', words),
    heading: t('letters.sign-in.heading', words),
    paragraphs: [t('letters.hello', { name }), t('letters.sign-in.code')],
    code,
    button: href ? { label: t('letters.sign-in.button'), href } : undefined,
    after: [
      t('letters.sign-in.ends', { minutes: signInMinutes }),
      t('letters.sign-in.never'),
      t('letters.sign-in.not-you'),
    ],
  })
}
