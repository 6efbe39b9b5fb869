import type { Key } from '#base/i18n.ts'

export type DeskLink = readonly [href: string, label: Key, ...roles: string[]]
export type DeskLinks = { id: string; title: Key; links: DeskLink[] }

/** Where everybody's work is, besides what waits: one line brings a page to the desk of its roles. */
const groups: DeskLinks[] = [
  {
    id: 'links-members',
    title: 'office.desk.members',
    links: [
      ['/memberships/new', 'front.desk.enter', 'secretary'],
      ['/memberships', 'front.desk.memberships', 'secretary'],
      ['/members/welcome', 'office.welcome', 'secretary', 'welcomer'],
      ['/claims', 'claim.office.pile', 'secretary'],
      ['/members/handovers', 'office.desk.handovers', 'secretary'],
    ],
  },
  {
    id: 'links-list',
    title: 'office.desk.list',
    links: [
      ['/members/health', 'office.desk.health', 'secretary'],
      ['/members/calls', 'office.desk.calls', 'secretary'],
      ['/members/twins', 'office.desk.twins', 'secretary'],
      ['/members/merges', 'office.desk.merges', 'secretary'],
      ['/members/keep', 'office.desk.keep', 'secretary'],
      ['/members/import', 'front.desk.import', 'secretary'],
      ['/members/imports', 'front.desk.imports', 'secretary'],
      ['/members/export', 'office.desk.export', 'secretary'],
      ['/members/labels', 'print.labels', 'secretary'],
      ['/registers', 'office.desk.registers', 'secretary'],
      ['/topics', 'office.desk.topics', 'secretary'],
    ],
  },
  {
    id: 'links-stories',
    title: 'office.desk.stories',
    links: [
      ['/stories/waiting', 'front.desk.stories', 'moderator'],
      ['/reports', 'front.desk.reports', 'moderator'],
    ],
  },
  {
    id: 'links-office',
    title: 'front.desk.office',
    links: [
      ['/promises', 'office.promises', 'secretary'],
      ['/rhythms', 'office.rhythms', 'secretary'],
      ['/replies', 'office.replies', 'secretary'],
      ['/outbox', 'front.desk.outbox', 'secretary'],
      ['/people', 'office.desk.people', 'secretary'],
      ['/log', 'office.desk.log', 'secretary', 'safeguarding-lead'],
      ['/kept', 'office.desk.kept', 'secretary'],
      ['/handover', 'office.handover', 'secretary'],
      ['/coalition', 'setup.coalition', 'secretary'],
      ['/duties', 'duty.title', 'secretary'],
      ['/before-opening', 'setup.before-open', 'secretary'],
    ],
  },
]

/** The links for somebody with these roles; a group without any is left out. */
export const linksFor = (roles: readonly string[]): DeskLinks[] =>
  groups
    .map(({ links, ...group }) => ({
      ...group,
      links: links.filter(([, , ...allowed]) => allowed.some((role) => roles.includes(role))),
    }))
    .filter(({ links }) => links.length > 0)
