import type { FormState } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { Actions, Button, Choice, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Confirmation, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { ByLetter, OpenClaimable } from './claim.actions.ts'
import { claimDays } from './claim.rules.ts'
import { crumbsFor } from './entry.views.tsx'
import { ByPhone } from './join.views.tsx'
import { ContactFields } from './people.one.views.tsx'

type EntryProps = { c: Ctx; entry: OpenClaimable; form: FormState }

const CodeForm = ({ c, entry, form }: EntryProps) => {
  const { t } = c.var
  return (
    <Form c={c} action={`/members/${entry.id}/claim/code`} of={form}>
      <Field
        of={form}
        name="code"
        label={t('claim.code')}
        hint={t('claim.code.hint')}
        width="middle"
        spellcheck={false}
        autocomplete="off"
      />
      <Button>{t('claim.code.send')}</Button>
    </Form>
  )
}

/** "Is this yours?" Who somebody is, and how it is checked. */
export const ClaimPage = ({ c, entry, form }: EntryProps) => {
  const { t } = c.var
  const choices = Object.fromEntries(
    entry.ways.map((way) => [
      way,
      { label: t(`claim.way.${way}`), hint: t(`claim.way.${way}.hint`) },
    ]),
  )
  return (
    <Page
      c={c}
      title={t('claim.title', { name: entry.name })}
      nav="members"
      narrow
      staff
      of={form}
      crumbs={crumbsFor(c, entry.id, entry.name)}
    >
      <p>{t('claim.what')}</p>
      {entry.ways.length === 0 ? (
        <Notice title={t('claim.no-way')}>
          <p>{t('claim.no-way.what')}</p>
        </Notice>
      ) : (
        <Form c={c} action={`/members/${entry.id}/claim`} of={form}>
          <ContactFields c={c} of={form} />
          <Choice
            of={form}
            name="way"
            legend={t('claim.way')}
            choices={choices}
            value={entry.ways[0]}
          />
          <Button>{t('claim.send')}</Button>
        </Form>
      )}
      {entry.ways.includes('post') && (
        <p>
          <a href={`/members/${entry.id}/claim/code`}>{t('claim.have-code')}</a>
        </p>
      )}
      <ByPhone c={c} />
    </Page>
  )
}

export const CodePage = (props: EntryProps) => {
  const { c, entry, form } = props
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('claim.code.title', { name: entry.name })}
      nav="members"
      narrow
      staff
      of={form}
      crumbs={crumbsFor(c, entry.id, entry.name)}
    >
      <CodeForm {...props} />
      <ByPhone c={c} />
    </Page>
  )
}

const sentWords = {
  mail: 'claim.sent.mail',
  post: 'claim.sent.post',
  phone: 'claim.sent.phone',
  yours: 'claim.yours.what',
} as const satisfies Record<string, Key>
export type SentWay = keyof typeof sentWords
export const isSentWay = (word: string): word is SentWay => Object.hasOwn(sentWords, word)

/** What happens next after a claim, or that it is theirs now. */
export const SentPage = ({ c, way, href }: { c: Ctx; way: SentWay; href: string }) => {
  const { t } = c.var
  const title = way === 'yours' ? t('claim.yours') : t('claim.sent')
  return (
    <Page c={c} title={title} heading={false} narrow staff>
      <Confirmation title={title}>
        <p>{t(sentWords[way], { days: claimDays })}</p>
      </Confirmation>
      {way === 'yours' && (
        <p>
          <ButtonLink href={`/sign-in?to=${encodeURIComponent('/members/mine')}`}>
            {t('entry.invitation.to-sign-in')}
          </ButtonLink>
        </p>
      )}
      <p>
        <a href={href}>{t('claim.back')}</a>
      </p>
      <ByPhone c={c} />
    </Page>
  )
}

type LetterProps = { c: Ctx; letter: ByLetter; address: string; said: 'yes' | 'no' | null }

/** What the letter to the entry's own address leads to: yes or no. Opening it answers nothing. */
export const LetterPage = ({ c, letter, address, said }: LetterProps) => {
  const { t } = c.var
  const { claim, isOpen } = letter
  return (
    <Page c={c} title={t('claim.letter', { name: claim.entry })} narrow staff>
      {said && (
        <Notice tone="good" alert>
          <p>{t(`claim.letter.said-${said}`)}</p>
        </Notice>
      )}
      {isOpen ? (
        <>
          <p>{t('claim.letter.what')}</p>
          <blockquote>
            <p>
              <bdi>{claim.name}</bdi>
              {claim.role && (
                <>
                  {', '}
                  <bdi>{claim.role}</bdi>
                </>
              )}
            </p>
          </blockquote>
          <p>{t('claim.letter.then')}</p>
          <Form c={c} action={address}>
            <Actions>
              <Button name="answer" value="yes">
                {t('claim.letter.yes')}
              </Button>
              <Button name="answer" value="no" tone="quiet">
                {t('claim.letter.no')}
              </Button>
            </Actions>
          </Form>
        </>
      ) : (
        !said && <p>{t('claim.letter.over')}</p>
      )}
      <ByPhone c={c} />
    </Page>
  )
}
