// One line for each file of words: a key that English lacks does not compile.
import type ui from '#locales/en/ui.json'
import type appeal from '#locales/en/appeal.json'
import type audience from '#locales/en/audience.json'
import type campaigns from '#locales/en/campaigns.json'
import type claim from '#locales/en/claim.json'
import type collections from '#locales/en/collections.json'
import type consent from '#locales/en/consent.json'
import type counts from '#locales/en/counts.json'
import type directory from '#locales/en/directory.json'
import type duties from '#locales/en/duties.json'
import type edit from '#locales/en/edit.json'
import type embed from '#locales/en/embed.json'
import type entry from '#locales/en/entry.json'
import type freshness from '#locales/en/freshness.json'
import type front from '#locales/en/front.json'
import type join from '#locales/en/join.json'
import type kept from '#locales/en/kept.json'
import type keys from '#locales/en/keys.json'
import type letters from '#locales/en/letters.json'
import type log from '#locales/en/log.json'
import type map from '#locales/en/map.json'
import type mydata from '#locales/en/mydata.json'
import type office from '#locales/en/office.json'
import type paper from '#locales/en/paper.json'
import type people from '#locales/en/people.json'
import type print from '#locales/en/print.json'
import type register from '#locales/en/register.json'
import type report from '#locales/en/report.json'
import type safety from '#locales/en/safety.json'
import type setup from '#locales/en/setup.json'
import type spreadsheet from '#locales/en/spreadsheet.json'
import type stories from '#locales/en/stories.json'
import type translate from '#locales/en/translate.json'
import type twins from '#locales/en/twins.json'
import type voice from '#locales/en/voice.json'
import type welcome from '#locales/en/welcome.json'
import type year from '#locales/en/year.json'

export type Key =
  | keyof typeof ui
  | keyof typeof appeal
  | keyof typeof audience
  | keyof typeof campaigns
  | keyof typeof claim
  | keyof typeof collections
  | keyof typeof consent
  | keyof typeof counts
  | keyof typeof directory
  | keyof typeof duties
  | keyof typeof edit
  | keyof typeof embed
  | keyof typeof entry
  | keyof typeof freshness
  | keyof typeof front
  | keyof typeof join
  | keyof typeof kept
  | keyof typeof keys
  | keyof typeof letters
  | keyof typeof log
  | keyof typeof map
  | keyof typeof mydata
  | keyof typeof office
  | keyof typeof paper
  | keyof typeof people
  | keyof typeof print
  | keyof typeof register
  | keyof typeof report
  | keyof typeof safety
  | keyof typeof setup
  | keyof typeof spreadsheet
  | keyof typeof stories
  | keyof typeof translate
  | keyof typeof twins
  | keyof typeof voice
  | keyof typeof welcome
  | keyof typeof year
