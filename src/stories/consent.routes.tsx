import { Hono } from 'hono'
import { act, kithItself, withKey } from '#base/db.ts'
import { blank, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit, networkKey } from '#base/limits.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { answerByLink } from './others.actions.ts'
import { answerForm, codeForm } from './consent.forms.ts'
import { findStoryPerson } from './consent.queries.ts'
import { CodePage, PersonPage, PersonThanks } from './consent.views.tsx'
import { findEdit } from './edit.queries.ts'
import { shownWords } from './edit.rules.ts'
import { codeHashOf, personKey, readerKey, storyKey } from './keys.ts'
import { morePictures } from './pictures.queries.ts'
import { findStory } from './queries.ts'
import { findVoice } from './voice.queries.ts'

// Three codes wrong are a slow reader; hundreds are a machine.
const tries = { points: 20, seconds: 3600 }

/** Where a code from a letter leads: the private page of a story, of somebody in one, or of a reader. */
async function pageOfCode({ db, secret }: JobDeps, code: string): Promise<string | null> {
  const codeHash = codeHashOf(secret, code)
  return act(db, kithItself, async (tx) => {
    const story = await tx
      .selectFrom('stories')
      .select('id')
      .where('codeHash', '=', codeHash)
      .executeTakeFirst()
    if (story) return `/stories/mine/${storyKey(secret, story.id)}`
    const person = await tx
      .selectFrom('storyPeople')
      .select('id')
      .where('codeHash', '=', codeHash)
      .executeTakeFirst()
    if (person) return `/stories/yes/${personKey(secret, person.id)}`
    const reader = await tx
      .selectFrom('storyReaders')
      .select('id')
      .where('codeHash', '=', codeHash)
      .executeTakeFirst()
    return reader ? `/stories/for/${readerKey(secret, reader.id)}` : null
  })
}

/** What somebody in a story does with their link, and anyone with the code of a letter. */
export function answerRoutes(deps: JobDeps) {
  const { db } = deps

  const findPerson = (c: Ctx, key: string) => {
    c.header('cache-control', 'no-store')
    const keyHash = hashKey(key)
    return act(db, withKey(c.var.who, keyHash), async (tx) => {
      const person = await findStoryPerson(tx, keyHash)
      const story = person && (await findStory(tx, person.storyId))
      if (!person || !story || story.state === 'withdrawn') return null
      const shown = { ...story, ...shownWords(story, await findEdit(tx, story.id)) }
      const voice = await findVoice(tx, story.id)
      const more = await morePictures(tx, story.id)
      return { person, story: shown, voiceId: voice?.fileId, more }
    })
  }

  return new Hono<Env>()
    .get('/stories/code', may('story', 'change'), (c) => c.html(<CodePage c={c} of={blank} />))

    .post('/stories/code', may('story', 'change'), async (c) => {
      const form = await readForm(c, codeForm)
      if (!form.ok) return c.html(<CodePage c={c} of={form.error} />, 422)
      const network = networkKey(c.var.network)
      const within = await limit(db, 'story code', network, tries.points, tries.seconds)
      const page = within.ok ? await pageOfCode(deps, form.value.code) : null
      if (page) return c.redirect(page, 303)
      const problem = c.var.t(within.ok ? 'consent.code.wrong' : 'stories.too-many')
      const of = withProblem(formOf(form.value), 'code', problem)
      return c.html(<CodePage c={c} of={of} />, within.ok ? 422 : 429)
    })

    .get(`/stories/yes/${keyPath}`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await findPerson(c, key)
      if (!found) return c.notFound()
      return c.html(<PersonPage c={c} keyOfLink={key} {...found} of={blank} />)
    })

    .post(`/stories/yes/${keyPath}`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await findPerson(c, key)
      if (!found) return c.notFound()
      const form = await readForm(c, answerForm)
      if (!form.ok)
        return c.html(<PersonPage c={c} keyOfLink={key} {...found} of={form.error} />, 422)
      const answered = await answerByLink(db, key, form.value.answer)
      return answered.ok
        ? c.html(<PersonThanks c={c} state={answered.value.state} />)
        : c.notFound()
    })
}
