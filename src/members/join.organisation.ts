import type { Answers } from '#base/drafts.ts'
import { type Place, readPostcode } from '#base/places.ts'
import { fieldsOf, listOf, pagesFor, textOf } from './join.questions.ts'
import { isRegister, orgId } from './registers.ts'
import type { Audience, Kind, OrganisationsTable } from './schema.ts'

type Known = Omit<
  OrganisationsTable,
  'id' | 'checkedAt' | 'updatedAt' | 'example' | 'importId' | 'numberCheckedAt' | 'seed'
>

const audience = (word: string): Audience =>
  word === 'public' || word === 'members' ? word : 'staff'
const precision = (word: string): Known['precision'] =>
  word === 'exact' || word === 'near' ? word : 'area'

function orgIdOf(answers: Answers): string | null {
  const prefix = textOf(answers, 'register')
  const number = textOf(answers, 'registerNumber')
  if (!isRegister(prefix) || number === '') return null
  const checked = orgId(prefix, number)
  return checked.ok ? checked.value : null
}

type Said = (name: string) => string

const nowhere = { region: '', country: null, lat: null, lon: null, town: null, name: null }

/** A postcode is more than a place: it is kept apart, and shown only as exactly as was allowed. */
function placeOf(said: Said, found: Place | null) {
  const written = said('place')
  const { region, country, lat, lon, town, name } = found ?? nowhere
  return {
    address: said('address') || null,
    postcode: readPostcode(written) ? written.toUpperCase() : null,
    place: town ?? name ?? written,
    region: region || null,
    country,
    latitude: lat,
    longitude: lon,
    precision: precision(said('precision')),
  }
}

const contactOf = (said: Said) => ({
  website: said('website') || null,
  email: said('email') || null,
  emailAudience: audience(said('emailAudience')),
  phone: said('phone') || null,
  phoneAudience: audience(said('phoneAudience')),
})

/** What the answers say about the organisation; where an individual is asked less, about the person. */
export function organisationOf(kind: Kind, answers: Answers, place: Place | null): Known {
  const asked = new Set(pagesFor(kind).flatMap((page) => fieldsOf[page]))
  const said: Said = (name) => (asked.has(name) ? textOf(answers, name) : '')
  return {
    kind,
    name: kind === 'individual' ? said('yourName') : said('name'),
    about: said('about'),
    topics: listOf(answers, 'topics'),
    orgId: asked.has('register') ? orgIdOf(answers) : null,
    ...contactOf(said),
    ...placeOf(said, place),
  }
}
