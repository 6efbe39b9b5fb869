// One line for each file of words: a key that English lacks does not compile.
import type ui from '#locales/en/ui.json'
import type appeal from '#locales/en/appeal.json'
import type embed from '#locales/en/embed.json'
import type campaigns from '#locales/en/campaigns.json'
import type collections from '#locales/en/collections.json'
import type consent from '#locales/en/consent.json'
import type directory from '#locales/en/directory.json'
import type edit from '#locales/en/edit.json'
import type front from '#locales/en/front.json'
import type join from '#locales/en/join.json'
import type letters from '#locales/en/letters.json'
import type map from '#locales/en/map.json'
import type paper from '#locales/en/paper.json'
import type people from '#locales/en/people.json'
import type report from '#locales/en/report.json'
import type safety from '#locales/en/safety.json'
import type setup from '#locales/en/setup.json'
import type spreadsheet from '#locales/en/spreadsheet.json'
import type stories from '#locales/en/stories.json'
import type voice from '#locales/en/voice.json'

export type Key =
  | keyof typeof ui
  | keyof typeof appeal
  | keyof typeof embed
  | keyof typeof campaigns
  | keyof typeof collections
  | keyof typeof consent
  | keyof typeof directory
  | keyof typeof edit
  | keyof typeof front
  | keyof typeof join
  | keyof typeof letters
  | keyof typeof map
  | keyof typeof paper
  | keyof typeof people
  | keyof typeof report
  | keyof typeof safety
  | keyof typeof setup
  | keyof typeof spreadsheet
  | keyof typeof stories
  | keyof typeof voice
