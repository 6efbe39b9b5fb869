import type { T } from '#base/i18n.ts'
import type { Damage } from '#base/journal.chain.ts'
import { inWords } from '#base/ui/when.tsx'

/** The facts that have a sentence of their own; every other one is told in a general one. */
const told = [
  'account.deleted',
  'appeal.asked',
  'appeal.dismissed',
  'appeal.upheld',
  'call.changed',
  'call.closed',
  'call.missed',
  'call.right',
  'call.unreached',
  'campaign.changed',
  'campaign.filed',
  'campaign.made',
  'claim.ended',
  'claim.granted',
  'claim.made',
  'claim.posted',
  'claim.rung',
  'coalition.changed',
  'coalition.set-up',
  'codes.made',
  'codes.read-out',
  'collection.arranged',
  'collection.changed',
  'collection.made',
  'collection.removed',
  'consent.asked-again',
  'consent.ended',
  'consent.ended-again',
  'consent.given-again',
  'consents.read',
  'edit.answered',
  'edit.asked',
  'edit.dropped',
  'edition.arranged',
  'edition.made',
  'edition.printed',
  'edition.removed',
  'example.added',
  'example.removed',
  'handover.written',
  'import.done',
  'import.undone',
  'invitation.accepted',
  'invitation.made',
  'invitation.revoked',
  'kit.made',
  'labels.printed',
  'letter.done-by-hand',
  'letter.read',
  'letter.sent-again',
  'list.checked',
  'log.exported',
  'membership.admitted',
  'membership.answered',
  'membership.asked',
  'membership.asked-back',
  'membership.confirmed',
  'membership.corrected',
  'membership.declined',
  'membership.ended',
  'membership.exported',
  'membership.forgotten',
  'membership.readdressed',
  'membership.rung',
  'membership.welcomed',
  'membership.withdrawn',
  'organisation.changed',
  'organisation.entered',
  'organisation.merged',
  'organisation.unmerged',
  'passkey.added',
  'passkey.removed',
  'person.forgotten',
  'person.read',
  'promise.changed',
  'promise.ended',
  'promise.kept',
  'promise.made',
  'register.loaded',
  'register.removed',
  'reply.changed',
  'reply.removed',
  'reply.written',
  'report.asked-again',
  'report.kept',
  'report.read',
  'report.sent',
  'report.taken-down',
  'representative.entered',
  'representative.left',
  'representative.removed',
  'representative.role-changed',
  'rhythm.added',
  'rhythm.changed',
  'rhythm.done',
  'rhythm.ended',
  'rhythm.left-out',
  'role.given',
  'role.taken',
  'session.started',
  'story.answered',
  'story.audience',
  'story.changed',
  'story.day',
  'story.day-came',
  'story.declined',
  'story.edited',
  'story.published',
  'story.read',
  'story.reader-left',
  'story.reader-named',
  'story.restored',
  'story.sensitive',
  'story.sound-left-out',
  'story.sound-shown',
  'story.told',
  'story.withdrawn',
  'teller.read',
  'telling.read',
  'translation.answered',
  'translation.asked',
  'translation.closed',
  'translation.dropped',
  'translation.invited',
  'translation.published',
  'translation.read',
  'translation.written',
  'twins.different',
] as const
type Told = (typeof told)[number]
/** The kinds of facts, as the log is filtered by them: what stands before the point. */
export const kindsOfFacts = [...new Set(told.map((what) => what.split('.')[0] ?? ''))]
const isTold = (what: string): what is Told => told.some((one) => one === what)

const fields = ['address', 'answers', 'email', 'letter', 'name', 'phone', 'town'] as const
type Field = (typeof fields)[number]
const isField = (field: unknown): field is Field => fields.some((one) => one === field)

const roles = ['secretary', 'moderator', 'welcomer', 'safeguarding-lead', 'panel'] as const

/** A role in the coalition in words; one that is not known is said as it is written. */
export const roleWords = (t: T, role: string): string => {
  const known = roles.find((one) => one === role)
  return known ? t(`log.role.${known}`) : role
}

type Entry = { what: string; detail: Record<string, unknown> }

/** What happened, in a sentence: the one for this fact, or the one for every fact. */
export function sentenceFor(t: T, { what, detail }: Entry): string {
  const sentence = isTold(what) ? t(`log.what.${what}`) : t('log.what', { what })
  const shown = Array.isArray(detail['fields']) ? detail['fields'].filter(isField) : []
  const role = typeof detail['role'] === 'string' ? roleWords(t, detail['role']) : ''
  const more = [...shown.map((field) => t(`log.field.${field}`)), role].filter(Boolean).join(', ')
  return more ? t('log.with', { sentence, more }) : sentence
}

/** What is wrong with the log, in a sentence for who has to do something about it. */
export function damageWords(t: T, damage: Damage): string {
  switch (damage.kind) {
    case 'swapped':
      return t('log.office.damage.swapped', { one: damage.one, other: damage.other })
    case 'unchained': {
      const at = inWords(new Date(damage.at), 'en', 'time')
      return t('log.office.damage.unchained', { entry: damage.entry, at })
    }
    case 'missing':
    case 'cut':
    case 'rewritten': {
      const { kind, from, to } = damage
      return t(`log.office.damage.${kind}`, { from, to, n: to - from + 1 })
    }
    default:
      return t(`log.office.damage.${damage.kind}`, { seq: damage.seq })
  }
}
