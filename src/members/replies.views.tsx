import type { FormState } from '#base/forms.ts'
import { type Lang, languages } from '#base/i18n.ts'
import { Button, Choice, Field, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Details, Empty, Notice, Prose } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { ListedReply, Offered } from './replies.queries.ts'
import { placeholders } from './replies.rules.ts'
import { occasions } from './replies.schema.ts'

/**
 * In a form that is being filled in: choose a saved reply, press "Put it in", and the page comes back with its
 * words behind what was typed. `action`: where the form goes, with the part of the page to come back to.
 */
export const ReplyPicker = ({
  c,
  of,
  offered,
  action,
}: {
  c: Ctx
  of: FormState
  offered: Offered[]
  action: string
}) => {
  const { t } = c.var
  if (offered.length === 0) return null
  return (
    <div class="stack-s">
      <Select
        of={of}
        name="reply"
        label={t('office.replies.use')}
        none={t('office.replies.none')}
        choices={Object.fromEntries(
          offered.map(({ id, title, occasion }) => [
            id,
            `${title} (${t(`office.replies.occasion.${occasion}`)})`,
          ]),
        )}
      />
      <button class="button quiet" type="submit" name="put" value="yes" formaction={action}>
        {t('office.replies.put-in')}
      </button>
    </div>
  )
}

const By = ({ c, reply }: { c: Ctx; reply: ListedReply }) => {
  const { t } = c.var
  const nobody = t('office.somebody')
  return (
    <p class="soft small">
      {t('office.replies.written', { name: reply.writer ?? nobody })}{' '}
      <DateTime at={reply.writtenAt} />
      {reply.changedAt > reply.writtenAt && (
        <>
          {' · '}
          {t('office.replies.changed', { name: reply.changer ?? nobody })}{' '}
          <DateTime at={reply.changedAt} />
        </>
      )}
      {' · '}
      {t('office.replies.uses', { n: reply.uses })}
    </p>
  )
}

const Saved = ({ c, reply }: { c: Ctx; reply: ListedReply }) => {
  const { t } = c.var
  return (
    <article class="stack-s" aria-labelledby={`reply-${reply.id}`}>
      <h3 id={`reply-${reply.id}`}>{reply.title}</h3>
      <By c={c} reply={reply} />
      <Details summary={t('office.replies.read', { title: reply.title })}>
        {Object.entries(reply.texts).map(([lang, text]) => (
          <section class="stack-s" aria-label={languages[lang as Lang]}>
            <p class="soft small" lang={lang}>
              {languages[lang as Lang]}
            </p>
            <Prose text={text} lang={lang} />
          </section>
        ))}
      </Details>
      <p>
        <a href={`/replies/${reply.id}`}>
          {t('ui.change')}
          <span class="vh"> {reply.title}</span>
        </a>
      </p>
    </article>
  )
}

export const RepliesPage = ({
  c,
  replies,
  saved,
}: {
  c: Ctx
  replies: ListedReply[]
  saved: boolean
}) => {
  const { t } = c.var
  const used = occasions.filter((occasion) => replies.some((one) => one.occasion === occasion))
  return (
    <Page
      c={c}
      title={t('office.replies')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {saved && (
        <Notice tone="good" alert>
          <p>{t('office.saved')}</p>
        </Notice>
      )}
      <p class="lede">{t('office.replies.lead')}</p>
      <p>
        <ButtonLink href="/replies/new">{t('office.replies.new')}</ButtonLink>
      </p>
      {replies.length === 0 && (
        <Empty title={t('office.replies.empty')}>
          <p>{t('office.replies.empty-hint')}</p>
        </Empty>
      )}
      {used.map((occasion) => (
        <section class="stack" aria-labelledby={`occasion-${occasion}`}>
          <h2 id={`occasion-${occasion}`}>{t(`office.replies.occasion.${occasion}`)}</h2>
          {replies
            .filter((one) => one.occasion === occasion)
            .map((reply) => (
              <Saved c={c} reply={reply} />
            ))}
        </section>
      ))}
    </Page>
  )
}

const Asked = ({ c, of }: { c: Ctx; of: FormState }) => {
  const { t } = c.var
  const boxes: [Lang, string][] = [
    ['en', 'textEn'],
    ['cy', 'textCy'],
    ['ur', 'textUr'],
  ]
  return (
    <>
      <Field
        of={of}
        name="title"
        label={t('office.replies.title-label')}
        hint={t('office.replies.title-hint')}
      />
      <Choice
        of={of}
        name="occasion"
        legend={t('office.replies.occasion')}
        choices={Object.fromEntries(
          occasions.map((occasion) => [occasion, t(`office.replies.occasion.${occasion}`)]),
        )}
      />
      <p class="hint">
        {t('office.replies.placeholders', {
          list: placeholders.map((word) => `{${word}}`).join(', '),
        })}
      </p>
      {boxes.map(([lang, name]) => (
        <Field
          of={of}
          name={name}
          label={t('office.replies.text', { language: languages[lang] })}
          lang={lang}
          long
          rows={6}
          max={5000}
          optional={lang !== 'en'}
        />
      ))}
    </>
  )
}

/** A new saved reply, or one that is changed or removed. */
export const ReplyPage = ({
  c,
  of,
  reply,
}: {
  c: Ctx
  of: FormState
  reply: ListedReply | null
}) => {
  const { t } = c.var
  const address = reply ? `/replies/${reply.id}` : '/replies'
  return (
    <Page
      c={c}
      title={reply ? t('office.replies.change', { title: reply.title }) : t('office.replies.new')}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/replies', label: t('office.replies') }}
    >
      {reply && <By c={c} reply={reply} />}
      <Form c={c} action={address} of={of}>
        {reply && <input type="hidden" name="seen" value={reply.changedAt.toISOString()} />}
        <Asked c={c} of={of} />
        <Button>{t('office.replies.keep')}</Button>
      </Form>
      {reply && (
        <Details summary={t('office.replies.remove')}>
          <p>{t('office.replies.remove-lead')}</p>
          <Form c={c} action={`${address}/removal`} inline>
            <Button tone="warn" about={reply.title}>
              {t('office.replies.remove')}
            </Button>
          </Form>
        </Details>
      )}
    </Page>
  )
}
