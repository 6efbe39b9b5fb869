import { Hono } from 'hono'
import { act } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import { shows } from '#base/web.ready.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { appealRoutes } from './appeal.routes.tsx'
import { findReadable } from './audience.queries.ts'
import { againRoutes } from './again.routes.tsx'
import { audienceRoutes } from './audience.routes.tsx'
import { campaignRoutes } from './campaigns.routes.tsx'
import { collectionRoutes } from './collections.routes.tsx'
import { answerRoutes } from './consent.routes.tsx'
import { consentOfficeRoutes } from './consent.office.routes.tsx'
import { countRoutes } from './counts.routes.tsx'
import { decideRoutes } from './decide.routes.tsx'
import { editRoutes } from './edit.routes.tsx'
import { isTellingLanguage } from './languages.ts'
import { kitRoutes } from './kit.routes.tsx'
import { listRoutes } from './lists.routes.tsx'
import { mineConsentRoutes } from './mine.consent.routes.ts'
import { mineEditRoutes } from './mine.edit.routes.tsx'
import { mineRoutes } from './mine.routes.tsx'
import { type After, findPublished, isWithdrawn, storiesForMembers } from './queries.ts'
import { publicPictures } from './pictures.queries.ts'
import { editionRoutes } from './print.routes.tsx'
import { reportRoutes } from './report.routes.tsx'
import { safetyRoutes } from './safety.routes.ts'
import { shareRoutes } from './share.routes.ts'
import { tellRoutes } from './tell.routes.tsx'
import { paperRoutes } from './paper.routes.tsx'
import { mineTranslationRoutes } from './translate.mine.routes.tsx'
import { languagesOf, translationPageRoutes } from './translate.page.routes.tsx'
import { languagesToRead, wallIn } from './translate.public.queries.ts'
import { translateRoutes } from './translate.routes.tsx'
import { findVoice } from './voice.queries.ts'
import { voiceRoutes } from './voice.routes.tsx'
import { yearRoutes } from './year.routes.tsx'
import { StoryPage, WallPage, WithdrawnPage } from './views.tsx'

const perPage = 12

/** Reads where a page of the wall begins: "2026-04-21T09:00:00.000Z_id". */
function afterOf(text: string | undefined): After | null {
  const [at = '', id = ''] = (text ?? '').split('_')
  const publishedAt = new Date(at)
  if (Number.isNaN(publishedAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) return null
  return { publishedAt, id }
}

/** The ways that stories come, are looked after, and are lifted up. */
const waysOf = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', voiceRoutes(deps))
    .route('/', paperRoutes(deps))
    .route('/', tellRoutes(deps))
    .route('/', mineRoutes(deps))
    .route('/', mineConsentRoutes(deps))
    .route('/', mineEditRoutes(deps))
    .route('/', audienceRoutes(deps))
    .route('/', againRoutes(deps))
    .route('/', answerRoutes(deps))
    .route('/', consentOfficeRoutes(deps))
    .route('/', decideRoutes(deps))
    .route('/', editRoutes(deps))
    .route('/', translateRoutes(deps))
    .route('/', mineTranslationRoutes(deps))
    .route('/', translationPageRoutes(deps))
    .route('/', safetyRoutes(deps))
    .route('/', reportRoutes(deps))
    .route('/', appealRoutes(deps))
    .route('/', countRoutes(deps))
    .route('/', yearRoutes(deps))
    .route('/', collectionRoutes(deps))
    .route('/', listRoutes(deps))
    .route('/', campaignRoutes(deps))
    .route('/', kitRoutes(deps))
    .route('/', editionRoutes(deps))
    .route('/', shareRoutes(deps))

/** A story that not everyone may read, for somebody signed in who may. */
async function forThoseWhoMay(c: Ctx, { db }: JobDeps, id: string) {
  const story = c.var.person && (await act(db, c.var.who, (tx) => findReadable(tx, id)))
  if (!story) return c.notFound()
  const shown = {
    story,
    voiceId: story.voiceId,
    more: story.more,
    isNamed: story.audience === 'named',
  }
  return c.html(<StoryPage c={c} isPublic={false} {...shown} />)
}

export function storyRoutes(deps: JobDeps) {
  const { db } = deps

  /** What only members read: for those who are signed in. */
  const forMembers = (c: Ctx) =>
    c.var.person ? act(db, c.var.who, (tx) => storiesForMembers(tx, 20)) : Promise.resolve([])

  return new Hono<Env>()
    .get('/stories', may('story', 'read'), async (c) => {
      const wanted = c.req.query('told') ?? ''
      const lang = isTellingLanguage(wanted) ? wanted : null
      const after = afterOf(c.req.query('after'))
      const [page, told, members] = await Promise.all([
        wallIn(db, { lang, after, most: perPage }),
        languagesToRead(db),
        forMembers(c),
      ])
      const last = page.stories.at(-1)
      const query = new URLSearchParams(lang ? { told: lang } : {})
      if (last) query.set('after', `${last.publishedAt.toISOString()}_${last.id}`)
      shows(c, ['stories'])
      return c.html(
        <WallPage
          c={c}
          stories={page.stories}
          lang={lang}
          told={told}
          moreHref={page.hasMore ? `/stories?${query}` : null}
          isFirst={after === null}
          forMembers={members}
        />,
      )
    })
    .route('/', waysOf(deps))

    .get(`/stories/${idPath}`, may('story', 'read'), async (c) => {
      const id = c.req.param('id')
      const story = await findPublished(db, id)
      shows(c, [`story:${id}`])
      if (story)
        return c.html(
          <StoryPage
            c={c}
            story={story}
            isPublic
            voiceId={(await findVoice(db, id))?.fileId}
            more={story.pictureId ? await publicPictures(db, id) : []}
            languages={await languagesOf(c, db, story)}
          />,
        )
      if (await isWithdrawn(db, id)) return c.html(<WithdrawnPage c={c} />, 410)
      return forThoseWhoMay(c, deps, id)
    })
}
