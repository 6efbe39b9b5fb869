import { Notice, Tag } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import type { Alike, Application } from './queries.ts'

export type AlikeProps = {
  c: Ctx
  alike: Alike[]
  /** Pairs that this one is in, to be looked at side by side. */
  pairs: { id: string; other: string }[]
}

/** Who may be the same as who applied, with the way to see the two side by side. */
export const AlikeList = ({ c, alike, pairs }: AlikeProps) => {
  const { t } = c.var
  if (alike.length + pairs.length === 0) return null
  const known = new Map(pairs.map(({ id, other }) => [other, id]))
  const others = pairs.filter(({ other }) => !alike.some(({ id }) => id === other))
  return (
    <Notice tone="warn" title={t('vetting.alike')}>
      {alike.some((one) => one.sameNumber && one.state === 'admitted') && (
        <p>
          <strong>{t('vetting.alike.taken')}</strong>
        </p>
      )}
      <ul class="stack-s">
        {alike.map(({ id, name, place, state, membershipId, sameNumber }) => (
          <li>
            {membershipId ? <a href={`/memberships/${membershipId}`}>{name}</a> : <bdi>{name}</bdi>}
            , <bdi>{place}</bdi>
            {sameNumber && ` (${t('vetting.alike.number')})`}{' '}
            {state && <Tag>{t(`vetting.state.${state as Application['state']}`)}</Tag>}{' '}
            {known.has(id) && (
              <a href={`/members/twins/${known.get(id)}`}>
                {t('twins.side')}
                <span class="vh"> {name}</span>
              </a>
            )}
          </li>
        ))}
        {others.map(({ id }) => (
          <li>
            <a href={`/members/twins/${id}`}>{t('twins.side.other')}</a>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
