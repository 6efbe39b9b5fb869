// One section of the benchmark in a process of its own: node bench/matching/section.ts NAME
// Prints one line of JSON, which main.ts puts into the table.

import { seeded } from '#neighbours/matching/random.ts'
import { defaultScore, scoringOf } from '#neighbours/matching/score.ts'
import { quantile, replay, shareOf, together } from '#neighbours/matching/simulate.ts'
import { arrivals } from './arrivals.ts'
import { onePool } from './one-pool.ts'
import { recall } from './recall.ts'
import { againstLemon, againstNpm, endToEnd } from './sections.ts'
import { median, referenceLoop } from './world.ts'
import { madeUpYear } from '#neighbours/matching/made-up-year.ts'
import { policies, youngerWhenScarce } from './policies.ts'

// At a million people the map is dense enough: nobody needs to be looked for from afar.
const large = { shortlist: 22, budget: 120, farBudget: 0, cell: 700 }

function fairness(seeds: number) {
  const scoring = scoringOf(defaultScore)
  return policies.map((policy) => {
    const all = together(
      Array.from({ length: seeds }, (_, k) =>
        replay(madeUpYear(k, youngerWhenScarce), policy, scoring, seeded(k * 7 + 3)),
      ),
    )
    return {
      name: policy.name,
      matched: shareOf(all.everyone),
      extraNeeds: shareOf(all.extraNeeds),
      others: shareOf(all.others),
      waitMedian: quantile(all.waits, 0.5),
      wait90: quantile(all.waits, 0.9),
      quality: all.qualitySum / Math.max(1, all.everyone.matched),
    }
  })
}

const sections: Record<string, () => unknown> = {
  reference: () => ({ ms: median(3, referenceLoop).ms }),
  'npm-1000': () => againstNpm(1000),
  'npm-3000': () => againstNpm(3000),
  'lemon-10000': () => againstLemon(10_000, 5, ['network-simplex']),
  'lemon-100000': () => againstLemon(100_000, 3),
  million: () => endToEnd(1_000_000, large, true),
  'million-alone': () => endToEnd(1_000_000, large, false),
  'growth-10000': () => endToEnd(10_000, { ...large, cell: 6_000 }, false),
  arrivals: () => arrivals(100_000, 2_000),
  recall: () => recall(100_000, 320, 3),
  'recall-10000': () => recall(10_000, 320, 8),
  'pool-uk': () => onePool(10_000, 'uk', 3),
  'pool-borough': () => onePool(10_000, 'borough', 3),
  fairness: () => fairness(12),
}

const section = sections[process.argv[2] ?? '']
if (section) console.log(JSON.stringify(await section()))
else console.error(`Sections: ${Object.keys(sections).join(', ')}`)
