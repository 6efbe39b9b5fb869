import type { DeskPile } from '#base/desk.ts'
import type { FormState } from '#base/forms.ts'
import { Button, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, Empty, Notice, type Tone, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { languageName, tellingLanguages } from './languages.ts'
import type { Story } from './schema.ts'
import type { Original } from './translate.form.views.tsx'
import type { StoryTranslation } from './translate.schema.ts'

type State = StoryTranslation['state'] | 'again' | 'out'
export const tones: Record<State, Tone> = {
  draft: 'info',
  asked: 'warn',
  yes: 'good',
  no: 'bad',
  again: 'warn',
  out: 'good',
}

/** How a translation stands; one that was made from other words has to be looked at again. */
export function stateOf(translation: StoryTranslation, hash: string, isOut: boolean): State {
  if (isOut) return 'out'
  return translation.body !== '' && translation.wordsHash !== hash ? 'again' : translation.state
}

/** On the decision page of a story that is shown to everyone: the way to its translations. */
export const TranslateLink = ({ c, story }: { c: Ctx; story: Story }) =>
  story.state === 'published' && story.audience === 'public' ? (
    <p>
      <ButtonLink href={`/stories/${story.id}/translations`} tone="quiet">
        {c.var.t('translate.office.open')}
      </ButtonLink>
    </p>
  ) : null

/** What waits for the office, story by story. */
export const WaitingTranslations = ({ c, pile }: { c: Ctx; pile: DeskPile }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('translate.office.pile')}
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      {pile.total === 0 ? (
        <Empty title={t('translate.office.nothing-waits')}>
          <p>{t('translate.office.none-hint')}</p>
        </Empty>
      ) : (
        <Waiting
          items={pile.items.map((item) => ({ ...item, meta: languageName(item.meta ?? '') }))}
        />
      )}
    </Page>
  )
}

type ListProps = {
  c: Ctx
  story: Story
  original: Original
  translations: (StoryTranslation & { isOut: boolean })[]
  of: FormState
}

/** Every translation of a story, and the way to a new one. */
export const TranslationsPage = ({ c, story, original, translations, of }: ListProps) => {
  const { t } = c.var
  const here = `/stories/${story.id}/translations`
  const isOpen = story.state === 'published' && story.audience === 'public'
  return (
    <Page
      c={c}
      title={t('translate.office')}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: `/stories/${story.id}/decision`, label: story.title }}
    >
      <p>{t('translate.office.lead')}</p>
      {translations.length === 0 ? (
        <Empty title={t('translate.office.none')}>
          <p>{t('translate.office.none-hint')}</p>
        </Empty>
      ) : (
        <Waiting
          items={translations.map((one) => {
            const state = stateOf(one, original.hash, one.isOut)
            return {
              href: `${here}/${one.lang}`,
              title: languageName(one.lang),
              lang: one.lang,
              meta: one.translator ?? '',
              tag: { tone: tones[state], label: t(`translate.office.state.${state}`) },
            }
          })}
        />
      )}
      {isOpen ? (
        <Form c={c} action={here} of={of}>
          <Select
            of={of}
            name="to"
            label={t('translate.office.to')}
            none={t('translate.office.to-none')}
            choices={tellingLanguages}
          />
          <Button>{t('translate.office.start')}</Button>
        </Form>
      ) : (
        <Notice>
          <p>{t('translate.office.not-public')}</p>
        </Notice>
      )}
    </Page>
  )
}
