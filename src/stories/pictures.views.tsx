import { pictureSrcset } from '#base/files.ts'
import { type FormState, valueOf } from '#base/forms.ts'
import type { T } from '#base/i18n.ts'
import { Button, Field } from '#base/ui/form.tsx'
import { Details, Notice } from '#base/ui/parts.tsx'
import { useVoice } from '#base/ui/voice.tsx'
import { type MorePicture, mostMore } from './pictures.rules.ts'
import type { ShownPicture } from './pictures.schema.ts'

/** The pictures besides the first, as the draft keeps them; written by its own pages. */
export const picturesSoFar = (of: FormState): MorePicture[] =>
  JSON.parse(valueOf(of, 'more') || '[]')

/** What was sent besides the first picture, and the next one, up to three in all. */
export const AskMorePictures = ({ t, of }: { t: T; of: FormState }) => {
  const more = picturesSoFar(of)
  return (
    <section class="stack-lg" aria-labelledby="more">
      <h2 id="more">{t('stories.picture.more')}</h2>
      {more.length > 0 && (
        <ul class="waiting" role="list">
          {more.map(({ words }, at) => (
            <li>
              <span>
                <bdi>{words}</bdi>
              </span>
              <Button name="do" value={`drop-${at}`} tone="quiet" about={words}>
                {t('stories.picture.more-drop')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {more.length < mostMore ? (
        <>
          {valueOf(of, 'moreId') && (
            <Notice tone="good">
              <p>{t('stories.picture.there')}</p>
              <Button name="do" value="drop-waiting" tone="quiet">
                {t('stories.picture.more-drop')}
              </Button>
            </Notice>
          )}
          <Field
            of={of}
            name="morePicture"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            label={t('stories.picture.more-file')}
            hint={t('stories.picture.file-hint')}
            optional
          />
          <Field
            of={of}
            name="moreWords"
            label={t('stories.picture.more-words')}
            long
            rows={3}
            max={400}
            optional
          />
          <Button name="do" value="more" tone="quiet">
            {t('stories.picture.more-add')}
          </Button>
        </>
      ) : (
        <p class="soft">{t('stories.picture.more-full')}</p>
      )}
    </section>
  )
}

type MoreProps = { pictures: readonly ShownPicture[]; pictureKey?: string | undefined }

/** The pictures besides the first. `pictureKey`: of the story, while it is not public. */
export const MorePictures = ({ pictures, pictureKey }: MoreProps) => (
  <>
    {pictures.map(({ fileId, words, width, height }) => (
      <figure>
        <img
          {...pictureSrcset(fileId, width ?? 960, pictureKey)}
          sizes="(min-width: 46rem) 43rem, 92vw"
          width={width ?? undefined}
          height={height ?? undefined}
          alt={words}
          loading="lazy"
          decoding="async"
        />
      </figure>
    ))}
  </>
)

/** The same behind a press: whoever pays for every picture decides whether they come. */
export const FoldedPictures = ({ pictures, pictureKey }: MoreProps) => {
  const { t } = useVoice()
  if (pictures.length === 0) return null
  return (
    <Details summary={t('stories.picture.more-see', { n: pictures.length })}>
      <MorePictures pictures={pictures} pictureKey={pictureKey} />
    </Details>
  )
}
