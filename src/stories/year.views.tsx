import { directionOf } from '#base/i18n.ts'
import type { FormState } from '#base/forms.ts'
import { Choice } from '#base/ui/choice.tsx'
import { Button, Field, Form } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { ButtonLink, DateTime, Empty, Notice, Waiting } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Story } from './schema.ts'
import type { Led, ToTell } from './year.queries.ts'
import { effectKinds } from './year.rules.ts'
import { countLines, effectLine, ledLines } from './year.words.ts'

type MineProps = { c: Ctx; keyOfLink: string; story: Story; led: Led }

/** On the teller's private page: what their story led to, and whether they want to be written to of it. */
export const MyYear = ({ c, keyOfLink, story, led }: MineProps) => {
  const { t, lang } = c.var
  const lines = ledLines(t, lang, led)
  if (story.state !== 'published' || lines.length === 0) return null
  return (
    <section class="stack" aria-labelledby="led">
      <h2 id="led">{t('year.title')}</h2>
      <ul>
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <p class="soft">{t('year.no-tracking')}</p>
      {story.email && (
        <Form c={c} action={`/stories/mine/${keyOfLink}/year`} inline>
          <p>{t(led.stopped ? 'year.stopped' : 'year.each-year')}</p>
          <Button name="wish" value={led.stopped ? 'again' : 'stop'} tone="quiet">
            {t(led.stopped ? 'year.again' : 'year.stop')}
          </Button>
        </Form>
      )}
    </section>
  )
}

const Counted = ({ c, led }: { c: Ctx; led: Led }) => {
  const lines = countLines(c.var.t, led.counts)
  if (lines.length === 0) return <p>{c.var.t('year.office.nowhere')}</p>
  return (
    <ul>
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  )
}

const Noted = ({ c, story, led }: { c: Ctx; story: Story; led: Led }) => {
  const { t, lang } = c.var
  if (led.effects.length === 0) return <p>{t('year.office.none')}</p>
  return (
    <ul class="stack-s">
      {led.effects.map((effect) => (
        <li>
          <Form c={c} action={`/stories/${story.id}/effects/${effect.id}/removal`} inline>
            <span>{effectLine(t, lang, effect)}</span>
            <Button tone="link" about={effect.what}>
              {t('year.office.remove')}
            </Button>
          </Form>
        </li>
      ))}
    </ul>
  )
}

const ByHand = ({ c, story, led }: { c: Ctx; story: Story; led: Led }) => {
  const { t } = c.var
  return (
    <section class="stack" aria-labelledby="told">
      <h2 id="told">{t('year.office.tell')}</h2>
      {led.told && (
        <p>
          {t(`year.office.told.${led.told.how}`)} <DateTime at={led.told.at} />
        </p>
      )}
      {led.stopped && <p>{t('year.office.stopped')}</p>}
      <p>{t(story.email ? 'year.office.by-mail' : 'year.office.by-hand')}</p>
      <p>
        <ButtonLink href={`/stories/${story.id}/effects/sheet.pdf`} tone="quiet">
          {t('year.office.sheet')}
        </ButtonLink>
      </p>
      {!story.email && (
        <Form c={c} action={`/stories/${story.id}/effects/telling`} inline>
          <Button name="how" value="phone">
            {t('year.office.by-phone')}
          </Button>
          <Button name="how" value="letter" tone="quiet">
            {t('year.office.by-letter')}
          </Button>
        </Form>
      )}
    </section>
  )
}

type Props = { c: Ctx; story: Story; led: Led; of: FormState; done: boolean }

/** For the office: what a story led to, as Kith counts it and as somebody noted it. */
export const EffectsPage = ({ c, story, led, of, done }: Props) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('year.office.title')}
      of={of}
      narrow
      staff
      nav="desk"
      back={{ href: '/stories/year', label: t('year.office.pile') }}
    >
      {done && (
        <Notice tone="good" alert>
          <p>{t('year.office.done')}</p>
        </Notice>
      )}
      <p class="lede" lang={story.lang} dir={directionOf(story.lang)}>
        {story.title}
      </p>
      <section class="stack" aria-labelledby="counted">
        <h2 id="counted">{t('year.office.counted')}</h2>
        <Counted c={c} led={led} />
      </section>
      <section class="stack" aria-labelledby="noted">
        <h2 id="noted">{t('year.office.noted')}</h2>
        <Noted c={c} story={story} led={led} />
      </section>
      <section class="stack" aria-labelledby="note">
        <h2 id="note">{t('year.office.note')}</h2>
        <Form c={c} action={`/stories/${story.id}/effects`} of={of}>
          <Choice
            of={of}
            name="kind"
            legend={t('year.office.kind')}
            choices={Object.fromEntries(effectKinds.map((kind) => [kind, t(`year.kind.${kind}`)]))}
          />
          <Field
            of={of}
            name="what"
            label={t('year.office.what')}
            hint={t('year.office.what-hint')}
            long
            rows={3}
            max={300}
          />
          <Field of={of} name="at" type="date" label={t('year.office.when')} width="middle" />
          <Button>{t('year.office.save')}</Button>
        </Form>
      </section>
      {led.stands && <ByHand c={c} story={story} led={led} />}
    </Page>
  )
}

/** Tellers without mail whom somebody rings or writes to. */
export const YearPage = ({ c, waiting }: { c: Ctx; waiting: ToTell[] }) => {
  const { t } = c.var
  return (
    <Page
      c={c}
      title={t('year.office.pile')}
      narrow
      staff
      nav="desk"
      back={{ href: '/desk', label: t('ui.nav.desk') }}
    >
      <p class="lede">{t('year.office.lead')}</p>
      {waiting.length === 0 ? (
        <Empty title={t('year.office.nobody')}>
          <p>{t('year.office.nobody-hint')}</p>
        </Empty>
      ) : (
        <Waiting
          items={waiting.map(({ id, title, lang, since }) => ({
            href: `/stories/${id}/effects`,
            title,
            lang,
            meta: (
              <>
                {t('year.office.since')} <DateTime at={since} />
              </>
            ),
          }))}
        />
      )}
    </Page>
  )
}
