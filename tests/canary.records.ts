import type { Kith } from './kith.ts'

/** Who may read a marker, besides nobody. `own`: who it belongs to, signed in. */
export type Reader =
  | 'visitor'
  | 'member'
  | 'own'
  | 'secretary'
  | 'moderator'
  | 'welcomer'
  | 'safeguarding-lead'

/** One private field: where it is, and who may see what stands in it. */
export type Canary = { marker: string; where: string; readers: readonly Reader[] }

const office: readonly Reader[] = ['secretary']
const officeAndOwn: readonly Reader[] = ['secretary', 'own']
const everyMember: readonly Reader[] = ['member', 'own', 'secretary', 'moderator', 'welcomer']
const readersOfStories: readonly Reader[] = ['moderator']

/** Writes a record of every kind, with a marker of its own in every private field. */
export async function plant({ owner }: Kith) {
  const canaries: Canary[] = []
  const ids: Record<string, string> = {}
  const mark = (where: string, readers: readonly Reader[], as: 'word' | 'mail' = 'word') => {
    const marker = `canary${String(canaries.length + 1).padStart(3, '0')}q`
    canaries.push({ marker, where, readers })
    return as === 'mail' ? `${marker}@example.org` : marker
  }
  const put = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const names = Object.keys(row)
    const values = names.map((_, at) => `$${at + 1}`)
    await owner.query(
      `insert into ${table} (${names.join(', ')}) values (${values.join(', ')})`,
      Object.values(row),
    )
    const id = String(row['id'] ?? '')
    if (id) ids[`${table} ${Object.keys(ids).length}`] = id
    return id
  }
  const uuid = () => crypto.randomUUID()
  const at = new Date()
  const json = (value: unknown) => JSON.stringify(value)

  const person = (who: string, readers: readonly Reader[]) =>
    put('persons', {
      id: uuid(),
      // The safeguarding lead reads the log, which names who did what to whom.
      name: mark(`persons.name of ${who}`, [...readers, 'safeguarding-lead']),
      email: mark(`persons.email of ${who}`, readers, 'mail'),
      phone: mark(`persons.phone of ${who}`, readers),
      lang: 'en',
      example: false,
      known_since: at,
    })
  const organisation = (who: string, readers: readonly Reader[], more: object = {}) =>
    put('organisations', {
      id: uuid(),
      kind: 'group',
      name: mark(`organisations.name of ${who}`, readers),
      about: mark(`organisations.about of ${who}`, readers),
      topics: [],
      address: mark(`organisations.address of ${who}`, officeAndOwn),
      postcode: mark(`organisations.postcode of ${who}`, officeAndOwn),
      place: 'Leeds',
      precision: 'near',
      latitude: 53.8,
      longitude: -1.55,
      email: mark(`organisations.email of ${who}`, officeAndOwn, 'mail'),
      email_audience: 'staff',
      phone: mark(`organisations.phone of ${who}`, officeAndOwn),
      phone_audience: 'staff',
      updated_at: at,
      example: false,
      ...more,
    })
  const membership = (who: string, organisationId: string, state: string, more: object = {}) =>
    put('memberships', {
      id: uuid(),
      organisation_id: organisationId,
      state,
      channel: 'web',
      lang: 'en',
      answers: json({ kind: 'group', why: mark(`memberships.answers of ${who}`, officeAndOwn) }),
      talk: json([
        {
          by: 'office',
          text: mark(`memberships.talk of ${who}`, officeAndOwn),
          at: at.toISOString(),
        },
      ]),
      asked_at: at,
      waiting_since: at,
      decided_at: ['asked', 'asked-back'].includes(state) ? null : at,
      reason: state === 'declined' ? mark(`memberships.reason of ${who}`, officeAndOwn) : null,
      ...more,
    })
  const list = (id: string, name: string) =>
    put('directory', {
      organisation_id: id,
      kind: 'group',
      name,
      about: 'We meet.',
      topics: [],
      place: 'Leeds',
      listed_at: at,
      example: false,
    })
  const story = (who: string, state: string, readers: readonly Reader[], more: object = {}) =>
    put('stories', {
      id: uuid(),
      name: mark(`stories.name of ${who}`, readersOfStories),
      name_style: 'none',
      town: mark(`stories.town of ${who}`, readersOfStories),
      email: mark(`stories.email of ${who}`, readersOfStories, 'mail'),
      lang: 'en',
      title: mark(`stories.title of ${who}`, readers),
      body: mark(`stories.body of ${who}`, readers),
      audience: 'members',
      picture_words: mark(`stories.picture_words of ${who}`, readersOfStories),
      state,
      key_hash: uuid(),
      spoken: 'en',
      told_at: at,
      published_at: state === 'published' ? at : null,
      example: false,
      ...more,
    })

  await owner.query("select set_config('kith.system', 'on', false)")
  const applicant = await person('an applicant', office)
  const own = await person('a representative', officeAndOwn)
  const fellow = await person('a fellow representative', office)
  // Who speaks for the same organisation knows them by name.
  const named = canaries.find(({ where }) => where === 'persons.name of a fellow representative')
  if (named) named.readers = [...named.readers, 'own']
  await put('accounts', {
    person_id: own,
    email: mark('accounts.email', officeAndOwn, 'mail'),
    confirmed_at: at,
    made_at: at,
  })

  const asking = await organisation('one that asks', office)
  const application = await membership('one that asks', asking, 'asked', { person_id: applicant })
  await put('representatives', {
    person_id: applicant,
    organisation_id: asking,
    role: mark('representatives.role of an applicant', office),
    since: at,
  })
  const declined = await organisation('one that was declined', office)
  await membership('one that was declined', declined, 'declined')
  const member = await organisation('a member', officeAndOwn, {
    email_audience: 'members',
    name: 'Lamp Street',
    about: 'We light lamps.',
  })
  // What is for members: the marker is that of the mail address above.
  const forMembers = canaries.findLast((one) => one.where === 'organisations.email of a member')
  if (forMembers) forMembers.readers = everyMember
  await membership('a member', member, 'admitted', { person_id: own })
  await list(member, 'Lamp Street')
  for (const one of [own, fellow])
    await put('representatives', {
      person_id: one,
      organisation_id: member,
      role: mark('representatives.role of a member', officeAndOwn),
      since: at,
    })
  const kept = await organisation('a kept entry', office, { name: 'Quilt House', about: 'Quilts.' })
  await membership('a kept entry', kept, 'admitted', { channel: 'kept' })
  await list(kept, 'Quilt House')

  await put('invitations', {
    id: uuid(),
    organisation_id: member,
    email: mark('invitations.email', officeAndOwn, 'mail'),
    role: mark('invitations.role', officeAndOwn),
    lang: 'en',
    key_hash: uuid(),
    invited_by: own,
    made_at: at,
    ends_at: new Date(at.getTime() + 86_400_000),
  })
  await put('claims', {
    id: uuid(),
    organisation_id: kept,
    name: mark('claims.name', office),
    email: mark('claims.email', office, 'mail'),
    phone: mark('claims.phone', office),
    role: mark('claims.role', office),
    lang: 'en',
    way: 'phone',
    key_hash: uuid(),
    code_hash: uuid(),
    state: 'open',
    tries: 0,
    asked_at: at,
    ends_at: new Date(at.getTime() + 86_400_000),
  })

  const waiting = await story('one that waits', 'told', readersOfStories)
  const refused = await story('one that was declined', 'declined', readersOfStories)
  const shown = await story('one for members', 'published', everyMember)
  for (const one of [waiting, refused, shown])
    await put('consents', {
      id: uuid(),
      story_id: one,
      use: 'site',
      words: mark('consents.words', readersOfStories),
      version: 'test',
      lang: 'en',
      channel: 'phone',
      witness: mark('consents.witness', readersOfStories),
      given_at: at,
    })
  await put('story_people', {
    id: uuid(),
    story_id: waiting,
    name: mark('story_people.name', readersOfStories),
    how: 'named',
    guardian: mark('story_people.guardian', readersOfStories),
    email: mark('story_people.email', readersOfStories, 'mail'),
    phone: mark('story_people.phone', readersOfStories),
    lang: 'en',
    state: 'asked',
    key_hash: uuid(),
    code_hash: uuid(),
    asked_at: at,
  })
  await put('story_readers', {
    id: uuid(),
    story_id: waiting,
    name: mark('story_readers.name', readersOfStories),
    email: mark('story_readers.email', readersOfStories, 'mail'),
    key_hash: uuid(),
    code_hash: uuid(),
    named_at: at,
  })
  await put('story_traces', {
    story_id: waiting,
    place: mark('story_traces.place', readersOfStories),
    first_at: at,
    last_at: at,
  })
  await put('story_edits', {
    id: uuid(),
    story_id: waiting,
    title: mark('story_edits.title', readersOfStories),
    body: mark('story_edits.body', readersOfStories),
    byline: mark('story_edits.byline', readersOfStories),
    picture_words: mark('story_edits.picture_words', readersOfStories),
    state: 'no',
    edited_at: at,
    begun_at: at,
    asked_at: at,
    answered_at: at,
    channel: 'phone',
    wish: mark('story_edits.wish', readersOfStories),
  })
  await put('story_translations', {
    id: uuid(),
    story_id: waiting,
    lang: 'cy',
    title: mark('story_translations.title', readersOfStories),
    body: mark('story_translations.body', readersOfStories),
    picture_words: mark('story_translations.picture_words', readersOfStories),
    translator: mark('story_translations.translator', readersOfStories),
    words_hash: 'none',
    state: 'no',
    edited_at: at,
    read_by_teller: false,
    asked_at: at,
    answered_at: at,
    channel: 'phone',
    wish: mark('story_translations.wish', readersOfStories),
  })
  const photo = await put('files', {
    id: uuid(),
    kind: 'picture',
    type: 'image/jpeg',
    bytes: 1,
    owner_key: uuid(),
    kept_at: at,
    claimed: true,
  })
  await put('story_pictures', {
    story_id: waiting,
    place: 2,
    file_id: photo,
    words: mark('story_pictures.words', readersOfStories),
  })
  await put('story_tellings', {
    story_id: waiting,
    rang: mark('story_tellings.rang', readersOfStories),
    phone: mark('story_tellings.phone', readersOfStories),
    address: mark('story_tellings.address', readersOfStories),
    told_for: mark('story_tellings.told_for', readersOfStories),
    told_how: mark('story_tellings.told_how', readersOfStories),
    at,
  })
  await put('story_effects', {
    id: uuid(),
    story_id: waiting,
    what: mark('story_effects.what', readersOfStories),
    at,
  })
  const edition = await put('print_editions', {
    id: uuid(),
    title: mark('print_editions.title', readersOfStories),
    lang: 'en',
    size: 18,
    made_at: at,
  })
  await put('edition_stories', {
    list_id: edition,
    story_id: shown,
    place: 1,
    chosen_at: at,
    say: mark('edition_stories.say', readersOfStories),
  })
  await put('duty_records', {
    id: uuid(),
    kind: 'children',
    answers: json({ why: mark('duty_records.answers', office) }),
    saved_at: at,
  })
  const refusal = await put('decisions', {
    id: uuid(),
    story_id: refused,
    verdict: 'decline',
    rule: mark('decisions.rule', readersOfStories),
    reason: mark('decisions.reason', readersOfStories),
    decided_at: at,
  })
  await put('appeals', {
    id: uuid(),
    story_id: refused,
    decision_id: refusal,
    words: mark('appeals.words', readersOfStories),
    state: 'dismissed',
    reason: mark('appeals.reason', readersOfStories),
    decided_at: at,
    asked_at: at,
  })
  await put('reports', {
    id: uuid(),
    about: `/stories/${shown}`,
    harm: 'other',
    words: mark('reports.words', readersOfStories),
    email: mark('reports.email', readersOfStories, 'mail'),
    spoken: 'en',
    state: 'sent',
    sent_at: at,
  })

  await put('reports', {
    id: uuid(),
    about: `/stories/${shown}`,
    harm: 'other',
    words: mark('reports.words of one that was decided', readersOfStories),
    spoken: 'en',
    state: 'kept',
    reason: mark('reports.reason', readersOfStories),
    decided_at: at,
    sent_at: at,
  })
  await put('roles', {
    person_id: fellow,
    role: 'panel',
    given_at: at,
    reason: mark('roles.reason', office),
  })

  const letter = (secret: boolean, readers: readonly Reader[]) =>
    put('outbox', {
      id: uuid(),
      key: uuid(),
      kind: 'test',
      to_person: own,
      to_address: mark(`outbox.to_address, secret: ${secret}`, officeAndOwn, 'mail'),
      lang: 'en',
      subject: mark(`outbox.subject, secret: ${secret}`, officeAndOwn),
      html: mark(`outbox.html, secret: ${secret}`, secret ? [] : readers),
      text: mark(`outbox.text, secret: ${secret}`, readers),
      secret,
      state: 'waiting',
      tries: 0,
      written_at: at,
      next_try_at: at,
    })
  await letter(false, officeAndOwn)
  await letter(true, ['own'])

  await put('drafts', {
    key_hash: uuid(),
    kind: 'story',
    answers: json({ body: mark('drafts.answers', []) }),
    kept_until: new Date(at.getTime() + 86_400_000),
  })
  await put('passkeys', {
    id: uuid(),
    person_id: own,
    credential_id: mark('passkeys.credential_id', ['own']),
    public_key: mark('passkeys.public_key', []),
    counter: 0,
    transports: [],
    name: mark('passkeys.name', ['own']),
    made_at: at,
  })
  await put('code_sheets', {
    id: uuid(),
    person_id: own,
    name: mark('code_sheets.name', officeAndOwn),
    channel: 'self',
    wrong_tries: 0,
    hour_tries: 0,
    made_at: at,
    ends_at: new Date(at.getTime() + 86_400_000),
  })

  const imported = await put('imports', {
    id: uuid(),
    name: mark('imports.name', office),
    rows: 1,
    done_at: at,
  })
  const today = at.toISOString().slice(0, 10)
  await put('handover_notes', {
    id: uuid(),
    text: mark('handover_notes.text', office),
    written_at: at,
  })
  await put('promises', {
    id: uuid(),
    to_words: mark('promises.to_words', office),
    what: mark('promises.what', office),
    by_on: today,
    state: 'open',
    made_at: at,
  })
  await put('rhythms', {
    id: uuid(),
    what: mark('rhythms.what', office),
    note: mark('rhythms.note', office),
    every_days: 14,
    next_on: today,
    made_at: at,
  })
  const staff: readonly Reader[] = ['secretary', 'moderator', 'welcomer']
  for (const occasion of ['decline', 'story', 'welcome'])
    await put('saved_replies', {
      id: uuid(),
      occasion,
      title: mark(`saved_replies.title for ${occasion}`, staff),
      texts: json({ en: mark(`saved_replies.texts for ${occasion}`, staff) }),
      written_at: at,
      changed_at: at,
    })
  const [a = '', b = ''] = [member, kept].toSorted()
  await put('twins', {
    id: uuid(),
    a,
    b,
    reasons: json([{ what: 'near-name', km: 2 }]),
    score: 50,
    found_at: at,
    state: 'different',
    decided_at: at,
    words: mark('twins.words', office),
  })
  await put('merges', {
    id: uuid(),
    kept_id: member,
    gone_id: uuid(),
    kept_name: 'Lamp Street',
    gone_name: mark('merges.gone_name', office),
    merged_at: at,
    steps: json([{ row: { about: mark('merges.steps', []) } }]),
    undone_at: at,
  })
  await put('import_changes', {
    import_id: imported,
    organisation_id: member,
    before: json({ about: mark('import_changes.before', office) }),
    after: json({ about: mark('import_changes.after', office) }),
  })
  await owner.query('update coalition set smtp = $1, mail_from = $2', [
    `smtp://${mark('coalition.smtp', office)}:secret@mail.example.org`,
    mark('coalition.mail_from', office, 'mail'),
  ])
  await owner.query("select set_config('kith.system', '', false)")
  return { canaries, ids: Object.values(ids), own, application, waiting }
}
