// One line for each file of words: a key that English lacks does not compile.
import type ui from '#locales/en/ui.json'
import type claim from '#locales/en/claim.json'
import type consent from '#locales/en/consent.json'
import type directory from '#locales/en/directory.json'
import type entry from '#locales/en/entry.json'
import type freshness from '#locales/en/freshness.json'
import type front from '#locales/en/front.json'
import type join from '#locales/en/join.json'
import type keys from '#locales/en/keys.json'
import type kept from '#locales/en/kept.json'
import type letters from '#locales/en/letters.json'
import type log from '#locales/en/log.json'
import type map from '#locales/en/map.json'
import type office from '#locales/en/office.json'
import type mydata from '#locales/en/mydata.json'
import type people from '#locales/en/people.json'
import type register from '#locales/en/register.json'
import type print from '#locales/en/print.json'
import type report from '#locales/en/report.json'
import type setup from '#locales/en/setup.json'
import type spreadsheet from '#locales/en/spreadsheet.json'
import type stories from '#locales/en/stories.json'
import type twins from '#locales/en/twins.json'
import type welcome from '#locales/en/welcome.json'

export type Key =
  | keyof typeof ui
  | keyof typeof claim
  | keyof typeof consent
  | keyof typeof directory
  | keyof typeof entry
  | keyof typeof freshness
  | keyof typeof front
  | keyof typeof join
  | keyof typeof keys
  | keyof typeof kept
  | keyof typeof letters
  | keyof typeof log
  | keyof typeof map
  | keyof typeof office
  | keyof typeof mydata
  | keyof typeof people
  | keyof typeof register
  | keyof typeof print
  | keyof typeof report
  | keyof typeof setup
  | keyof typeof spreadsheet
  | keyof typeof stories
  | keyof typeof twins
  | keyof typeof welcome
