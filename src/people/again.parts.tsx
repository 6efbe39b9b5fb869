import { Actions } from '#base/ui/form.tsx'
import { ButtonLink, Notice } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

/** Before this can be changed, the session has to show more: the way there, and back to `to`. */
export const GoAgain = ({ c, to }: { c: Ctx; to: string }) => (
  <>
    <Notice title={c.var.t('keys.first-show')}>
      <p>{c.var.t('keys.first-show-why')}</p>
    </Notice>
    <Actions>
      <ButtonLink href={`/sign-in/again?to=${encodeURIComponent(to)}`}>
        {c.var.t('keys.show-it')}
      </ButtonLink>
    </Actions>
  </>
)
