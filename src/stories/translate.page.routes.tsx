import { Hono } from 'hono'
import type { Db } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import { shows } from '#base/web.ready.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { findPublished, isWithdrawn } from './queries.ts'
import type { PublishedStory } from './schema.ts'
import { findTranslated, readableIn } from './translate.public.queries.ts'
import { langPath } from './translate.routes.tsx'
import {
  OtherLanguages,
  ReadIn,
  Translated,
  translationOf,
  translationsOfWork,
} from './translate.views.tsx'
import { StoryPage, WithdrawnPage } from './views.tsx'

/** What a story's own page says of its translations. */
export async function languagesOf(c: Ctx, db: Db, story: PublishedStory) {
  const others = await readableIn(db, story.id)
  const about = { c, id: story.id, original: story.lang, others }
  return {
    nav: <ReadIn {...about} shown={story.lang} />,
    links: <OtherLanguages {...about} />,
    work: translationsOfWork(c, story, others),
  }
}

/** A story in the words of a translation: a page of its own, ready like every other. */
export const translationPageRoutes = ({ db }: JobDeps) =>
  new Hono<Env>().get(`/stories/${idPath}/${langPath}`, may('story', 'read'), async (c) => {
    const { id, lang } = c.req.param()
    shows(c, [`story:${id}`])
    const story = await findTranslated(db, id, lang)
    if (story) {
      const about = { c, id, original: story.original.lang, others: await readableIn(db, id) }
      const languages = {
        nav: (
          <>
            <Translated c={c} story={story} />
            <ReadIn {...about} shown={lang} />
          </>
        ),
        links: <OtherLanguages {...about} />,
        work: translationOf(c, story),
        path: `/stories/${id}/${lang}`,
      }
      return c.html(<StoryPage c={c} story={story} isPublic languages={languages} />)
    }
    if (await isWithdrawn(db, id)) return c.html(<WithdrawnPage c={c} />, 410)
    const told = await findPublished(db, id)
    // The language it was told in has one address.
    return told?.lang === lang ? c.redirect(`/stories/${id}`, 302) : c.notFound()
  })
