import type { Updateable } from 'kysely'
import { type Place, readPostcode } from '#base/places.ts'
import type { OrganisationsTable } from './schema.ts'

/** What can be put right there and then, as it was written. */
export type EntryForm = {
  name: string
  about: string
  website: string
  email: string
  phone: string
  place: string
}

type Known = Pick<
  OrganisationsTable,
  'place' | 'email' | 'emailAudience' | 'phone' | 'phoneAudience'
>

/** An address that is not for everybody is not shown in the form, so an empty field leaves it as it is. */
const kept = (written: string, known: string | null, audience: string): string | null =>
  written || (audience === 'public' ? null : known)

const nowhere = { region: '', country: null, lat: null, lon: null, town: null, name: null }

function placeOf(written: string, found: Place | null) {
  const { region, country, lat, lon, town, name } = found ?? nowhere
  return {
    place: town ?? name ?? written,
    postcode: readPostcode(written) ? written.toUpperCase() : null,
    region: region || null,
    country,
    latitude: lat,
    longitude: lon,
  }
}

/** What changes about an organisation. The place stays as exact as it was unless another one was written. */
export const changesOf = (
  form: EntryForm,
  found: Place | null,
  known: Known,
): Updateable<OrganisationsTable> => ({
  name: form.name,
  about: form.about,
  website: form.website || null,
  email: kept(form.email, known.email, known.emailAudience),
  phone: kept(form.phone, known.phone, known.phoneAudience),
  ...(form.place === known.place ? {} : placeOf(form.place, found)),
})
