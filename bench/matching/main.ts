// The benchmark of the matching engine: npm run bench:matching [-- --quick] [-- --write]
// Every section runs in a process of its own; ratios in one run are the claims, not seconds. Results are
// kept in results.json as they come; --resume measures only what is not there yet.

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Arrivals } from './arrivals.ts'
import type { OnePool } from './one-pool.ts'
import type { Recall } from './recall.ts'
import type { Against, Anchor, Million } from './sections.ts'

const quick = process.argv.includes('--quick')
const lines: string[] = []
const say = (line = '') => {
  console.log(line)
  lines.push(line)
}

const kept = new URL('./results.json', import.meta.url)
const results: Record<string, unknown> =
  process.argv.includes('--resume') && existsSync(kept)
    ? JSON.parse(readFileSync(kept, 'utf8'))
    : {}

function run<T>(section: string): T {
  if (section in results) return results[section] as T // written below under the same type
  console.error(`… ${section}`)
  const path = new URL('./section.ts', import.meta.url).pathname
  const done = spawnSync(process.execPath, [path, section], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (done.status !== 0) throw new Error(`${section}: ${done.stderr}`)
  results[section] = JSON.parse(done.stdout)
  writeFileSync(kept, `${JSON.stringify(results, null, 2)}\n`)
  return results[section] as T // written by section.ts under the same type
}

const whole = (n: number): string => Math.round(n).toLocaleString('en-GB')
const ms = (n: number): string => `${n < 100 ? n.toFixed(1) : whole(n)} ms`
const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)}%`
const verdict = (holds: boolean): string => (holds ? 'reached' : 'MISSED')

type Fairness = {
  name: string
  matched: number
  extraNeeds: number
  others: number
  waitMedian: number
  wait90: number
  quality: number
}[]
const bars: string[] = []
const bar = (what: string, least: string, measured: string, holds: boolean) => {
  bars.push(`| ${what} | ${least} | ${measured} | ${verdict(holds)} |`)
}

const reference = run<{ ms: number }>('reference').ms

function against(section: string, times?: number): void {
  const found = run<Against>(section)
  const row = (anchor: Anchor) =>
    `| ${anchor.name} | ${ms(anchor.ms)} | ${(anchor.ms / found.oursMs).toFixed(1)} × | ${anchor.equal ? 'same' : 'DIFFERENT'} |`
  say(`### ${whole(found.people)} people, ${whole(found.pairs)} allowed pairs`)
  say()
  say('| | CPU, solving | to ours | optimum |\n| --- | --- | --- | --- |')
  say(
    `| this engine | ${ms(found.oursMs)} | 1 | ${whole(found.value)}${found.proven ? ', proven' : ''} |`,
  )
  for (const anchor of found.anchors) say(row(anchor))
  if (found.anchors.length === 0)
    say('| LEMON is not here: apt-get install liblemon-dev g++ | | | |')
  say()
  if (times === undefined) return
  for (const anchor of found.anchors.slice(0, section.startsWith('npm') ? 2 : 1)) {
    const ratio = anchor.ms / found.oursMs
    bar(
      `${anchor.name}, ${whole(found.people)} people`,
      `${times} times faster, same optimum`,
      `${ratio.toFixed(1)} times, ${anchor.equal ? 'same' : 'DIFFERENT'}`,
      ratio >= times && anchor.equal,
    )
  }
}

const perPair = (one: Million): number => (one.totalMs * 1000) / one.pairs

function million(): void {
  const found = run<Million>('million')
  const small = run<Million>('growth-10000')
  const allowed = (35_000 * reference) / 560
  say('### One million people, from cards to a proven plan')
  say()
  say(
    `${whole(found.pairs)} allowed pairs; pack ${ms(found.packMs)}, candidates ${ms(found.searchMs)}, weighing ${ms(found.weighMs)}, solving ${ms(found.solveMs)}: ${ms(found.totalMs)} in all, ${whole(found.mb)} MB at most${found.proven ? ', proven' : ''}.`,
  )
  say()
  bar(
    'one million people, candidates included',
    `${(allowed / 1000).toFixed(1)} CPU-s here (35 where the loop takes 0.56), 1 GB, 15 million pairs`,
    `${(found.totalMs / 1000).toFixed(1)} CPU-s, ${whole(found.mb)} MB, ${whole(found.pairs)} pairs`,
    found.totalMs <= allowed && found.mb <= 1024 && found.pairs >= 15_000_000,
  )
  if (found.lemon) {
    const ratio = found.lemon.ms / found.solveMs
    bar(
      'LEMON cost-scaling, 1,000,000 people',
      '8 times faster, same optimum',
      `${ratio.toFixed(1)} times (${ms(found.lemon.ms)} to ${ms(found.solveMs)}; ${whole(found.lemon.mb ?? 0)} MB), ${found.lemon.equal ? 'same' : 'DIFFERENT'}`,
      ratio >= 8 && found.lemon.equal,
    )
  }
  bar(
    'growth, time per allowed pair from 10,000 to 1,000,000',
    'at most doubles',
    `${perPair(small).toFixed(2)} → ${perPair(found).toFixed(2)} µs`,
    perPair(found) <= 2 * perPair(small),
  )
}

function comings(): void {
  const found = run<Arrivals>('arrivals')
  const { arrival, arrivalWithCandidates: looked, departure } = found
  say(`### People come and go, ${whole(found.people)} people`)
  say()
  say('| ms | median | p95 | p99 |\n| --- | --- | --- | --- |')
  for (const [name, one] of [
    ['someone comes', arrival],
    ['someone comes, candidates included', looked],
    ['someone goes', departure],
  ] as const) {
    say(`| ${name} | ${one.median.toFixed(3)} | ${one.p95.toFixed(2)} | ${one.p99.toFixed(2)} |`)
  }
  say()
  say(
    `Afterwards the plan is ${found.equalToFresh ? 'the one that a fresh start finds' : 'DIFFERENT from a fresh start'}.`,
  )
  say()
  bar(
    'an arrival, exact again, at 100,000',
    'median 0.2 ms, p99 10 ms',
    `median ${arrival.median.toFixed(3)} ms, p99 ${arrival.p99.toFixed(2)} ms`,
    arrival.median <= 0.2 && arrival.p99 <= 10 && found.equalToFresh,
  )
}

function candidates(section: string): void {
  const found = run<Recall>(section)
  say(
    `### What the candidates keep, ${whole(found.people)} people, ${whole(found.allPairs)} conceivable pairs`,
  )
  say()
  say(
    `Candidates ${ms(found.candidateMs)}; their optimum is at least ${percent(found.provenShare, 3)} of the optimum over all pairs, and after ${found.rounds} pricing rounds (${ms(found.pricingMs)}) at least ${percent(found.shareAfter, 3)}${found.exact ? ': nobody has a better pair anywhere' : ''}.`,
  )
  say()
  if (found.people === 100_000)
    bar(
      'candidates at 100,000, people who meet from afar included',
      '98.8%, with remote people 99%, proven by pricing',
      percent(found.provenShare, 3),
      found.provenShare >= 0.99,
    )
}

function pool(section: string): void {
  const found = run<OnePool>(section)
  const { lemon } = found
  const beside = lemon
    ? `, LEMON ${ms(lemon.ms)}, ${lemon.equal ? 'same optimum' : 'DIFFERENT optimum'}`
    : ', LEMON is not here'
  bar(
    `one pool, ${whole(found.people)}, ${found.region}`,
    "equal to LEMON's optimum",
    `${ms(found.oursMs)}${beside}; ${found.proven ? 'proven' : 'NOT proven'}`,
    found.proven && (lemon?.equal ?? true),
  )
}

function fairness(): void {
  const found = run<Fairness>('fairness')
  say(
    '### A borough with too few volunteers, 900 days, 12 seeds, 14 proposals a week for every policy',
  )
  say()
  say(
    '| policy | matched | extra needs | others | wait, median / p90 days | quality |\n| --- | --- | --- | --- | --- | --- |',
  )
  for (const one of found)
    say(
      `| ${one.name} | ${percent(one.matched)} | ${percent(one.extraNeeds)} | ${percent(one.others)} | ${one.waitMedian} / ${one.wait90} | ${one.quality.toFixed(3)} |`,
    )
  say()
  const best = found.at(-1)
  if (best)
    bar(
      'fairness, scarce, daily',
      'within 2 points, 79% matched',
      `${percent(best.extraNeeds)} and ${percent(best.others)}, ${percent(best.matched)} matched`,
      Math.abs(best.extraNeeds - best.others) <= 0.02 && best.matched >= 0.79,
    )
}

against('npm-1000')
against('npm-3000', 10)
against('lemon-10000', 2)
if (!quick) against('lemon-100000', 5)
if (!quick) million()
if (!quick) comings()
candidates('recall-10000')
pool('pool-uk')
pool('pool-borough')
fairness()
if (!quick) candidates('recall')

const head = [
  '# The matching engine, measured',
  '',
  'By `npm run bench:matching -- --write`. CPU time on one core; LEMON and munkres are timed without building their graph, we with it. Optima are compared to the last point.',
  '',
  process.argv.includes('--resume')
    ? 'Sections were measured one after another on a machine that was busy with other work, some of them in a later go than others (`--resume`).'
    : 'All in one run.',
  '',
  `Machine: ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}; reference loop ${(reference / 1000).toFixed(2)} CPU-s (500 million dependent multiplications).`,
  '',
  '| | at least | measured | |',
  '| --- | --- | --- | --- |',
  ...bars,
  '',
]
console.log(head.join('\n'))
if (process.argv.includes('--write'))
  writeFileSync(new URL('./README.md', import.meta.url), [...head, ...lines].join('\n'))
if (bars.some((line) => line.includes('MISSED'))) process.exitCode = 1
