import { type FormState, valueOf, valuesOf } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { Button, CheckAnswers, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { audienceAnswered } from './audience.views.tsx'
import type { Other } from './consent.rules.ts'
import type { TellPage } from './forms.ts'
import { languageName } from './languages.ts'
import { picturesSoFar } from './pictures.views.tsx'
import { otherWords } from './tell.others.views.tsx'
import { Player } from './voice.views.tsx'

const changeOf = (page: TellPage) => `/stories/new/${page}?check=yes`

/** Who is in it and what was agreed to. */
function agreedTo(t: T, of: FormState, others: Other[]) {
  return [
    {
      label: t('consent.others'),
      value: others.map((other) => otherWords(t, other)).join('\n') || t('consent.others.nobody'),
      changeHref: changeOf('others'),
    },
    {
      label: t('consent.uses'),
      value: (
        <ul>
          {valuesOf(of, 'uses').map((use) => (
            <li>{t(`consent.${use as 'site'}`)}</li>
          ))}
        </ul>
      ),
      changeHref: changeOf('audience'),
    },
    {
      label: t('consent.until'),
      value: t(`consent.until.${valueOf(of, 'until') as 'always'}`),
      changeHref: changeOf('audience'),
    },
  ]
}

/** What was recorded, to be heard once more before it is sent. */
const spoken = (c: Ctx, of: FormState, voiceKey: string | undefined) =>
  valueOf(of, 'voiceId')
    ? [
        {
          label: c.var.t('voice.check'),
          value: (
            <Player
              c={c}
              fileId={valueOf(of, 'voiceId')}
              keyOfLink={voiceKey}
              caption="voice.listen-own"
            />
          ),
          changeHref: '/stories/new/voice',
        },
      ]
    : []

/** What was answered, row by row, with the way back to each. */
function answered(t: T, of: FormState, others: Other[]) {
  const value = (name: string) => valueOf(of, name)
  const style = value('nameStyle') as 'full' // one of the styles: its page was answered
  const written = (
    <span lang={value('lang')} dir="auto">
      {value('title')}
    </span>
  )
  return [
    ...(value('tellsFor') === 'other'
      ? [
          {
            label: t('voice.for'),
            value: `${value('forName')}: ${value('forHow')}`,
            changeHref: changeOf('who'),
          },
        ]
      : []),
    { label: t('stories.who.name'), value: value('name'), changeHref: changeOf('who') },
    {
      label: t('stories.who.style'),
      value: t(`stories.style.${style}`),
      changeHref: changeOf('who'),
    },
    { label: t('stories.who.town'), value: value('town'), changeHref: changeOf('who') },
    { label: t('stories.who.email'), value: value('email'), changeHref: changeOf('who') },
    {
      label: t('stories.what.lang'),
      value: languageName(value('lang')),
      changeHref: changeOf('what'),
    },
    { label: t('stories.what.title'), value: written, changeHref: changeOf('what') },
    {
      label: t('stories.what.body'),
      value: value('body') ? (
        <span lang={value('lang')} dir="auto" class="lines">
          {value('body')}
        </span>
      ) : (
        t('voice.no-words-yet')
      ),
      changeHref: changeOf('what'),
    },
    {
      label: t('stories.picture.file'),
      value: value('pictureId')
        ? [value('pictureWords'), ...picturesSoFar(of).map(({ words }) => words)].join(' · ')
        : '',
      changeHref: changeOf('picture'),
    },
    {
      label: t('stories.audience.legend'),
      value: t(`stories.audience.${value('audience') as 'public'}`),
      changeHref: changeOf('audience'),
    },
    ...audienceAnswered(t, of, changeOf('audience')),
    ...agreedTo(t, of, others),
  ]
}

type Props = {
  c: Ctx
  of: FormState
  others: Other[]
  isChange: boolean
  /** The key of this device's draft, with which its sound is heard. */
  voiceKey: string | undefined
}

export const TellCheckPage = ({ c, of, others, isChange, voiceKey }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('stories.check')}
      of={of}
      narrow
      nav="tell"
      promise={t('stories.promise')}
      back={{ href: '/stories/new/audience', label: t('stories.back') }}
    >
      <CheckAnswers rows={[...answered(t, of, others), ...spoken(c, of, voiceKey)]} />
      {others.length > 0 && (
        <Notice tone="warn">
          <p>{t('consent.check.others', { n: others.length })}</p>
        </Notice>
      )}
      {isChange && (
        <Notice>
          <p>{t('stories.check.change')}</p>
        </Notice>
      )}
      <Form c={c} action="/stories/new/check" of={of}>
        <Button>{t(isChange ? 'stories.check.send-change' : 'stories.check.send')}</Button>
      </Form>
    </Page>
  )
}
