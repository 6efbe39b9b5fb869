/**
 * The dyes a coalition may choose. Every site looks like itself and none can fail contrast: each pair
 * is held against paper, surfaces and its own ink, light, dark and at high contrast, by look/look.test.ts.
 * The colours themselves stand in look/tokens.css, under data-band and data-action of the page.
 */
export const dyes = ['plum', 'madder', 'woad', 'moss', 'heather', 'walnut'] as const
export type Dye = (typeof dyes)[number]

/** What a coalition has before it chooses: the band on top and at the foot, and what is pressed. */
const firstBand: Dye = 'plum'
const firstAction: Dye = 'plum'

// The browser's own frame on a phone, which cannot read our style sheet.
const bandHex: Record<Dye, string> = {
  plum: '#44183c',
  madder: '#4d1517',
  woad: '#0d275c',
  moss: '#093517',
  heather: '#2f1d57',
  walnut: '#3e2411',
}

const actionHex: Record<Dye, string> = {
  plum: '#6e215d',
  madder: '#7c1d1a',
  woad: '#0f408e',
  moss: '#19522d',
  heather: '#532987',
  walnut: '#633919',
}

export const isDye = (name: string): name is Dye => (dyes as readonly string[]).includes(name)

/** The band's colour as sRGB hex, for the theme colour of the browser and for letters. */
export const bandColour = (band: string): string => bandHex[isDye(band) ? band : firstBand]

/** What is pressed, as sRGB hex, for letters and for choosing. */
export const actionColour = (action: string): string =>
  actionHex[isDye(action) ? action : firstAction]
