import type { Place } from '#base/places.ts'

/** What a place is called: a postcode says little, so the town around it, or its council, stands for it. */
export const nameFor = ({ precision, name, town, district }: Place): string =>
  precision === 'town' ? name : (town ?? district ?? name)
