// The sections of the benchmark. Each runs in a process of its own (so that memory is its own), prints one
// line of JSON, and checks that optima are equal: the benchmark is also a test.

import { execFileSync, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matchedValue } from '#neighbours/matching/certificate.ts'
import { dropShortlists } from '#neighbours/matching/candidates.ts'
import { TIE, type Graph } from '#neighbours/matching/graph.ts'
import { solve } from '#neighbours/matching/solve.ts'
import { median, timed, twoSides, wholePoints, writeGraph, type World } from './world.ts'

export type Anchor = { name: string; ms: number; value: number; equal: boolean; mb?: number }
export type Against = {
  people: number
  pairs: number
  oursMs: number
  value: number
  proven: boolean
  anchors: Anchor[]
}

/** Compiles the C++ driver when LEMON's headers are there. */
function lemonDriver(folder: string): string | undefined {
  const source = new URL('./lemon.cpp', import.meta.url).pathname
  const driver = join(folder, 'lemon')
  const built = spawnSync('g++', ['-O2', '-o', driver, source], { stdio: 'ignore' })
  return built.status === 0 ? driver : undefined
}

export function withLemon<T>(
  work: (
    run: (file: string, how: string) => { value: number; ms: number; mb: number },
    folder: string,
  ) => T,
): T | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-'))
  try {
    const driver = lemonDriver(folder)
    if (!driver) return undefined
    return work(
      (file, how) => JSON.parse(execFileSync(driver, [file, how], { encoding: 'utf8' })),
      folder,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ours(
  world: World,
  runs: number,
): { ms: number; value: number; proven: boolean; graph: Graph } {
  // Building the reverse index is ours to pay: it is part of the solver.
  const { result, ms } = median(runs, () => {
    const graph = world.graph()
    return { graph, solution: solve(graph) }
  })
  return {
    ms,
    value: wholePoints(matchedValue(result.graph)),
    proven: result.solution.proven,
    graph: result.graph,
  }
}

const points = (weight: number) => Math.floor(weight / TIE)
const pair = (e: number) => `x${e}`

/** The same problem as a linear program in CPLEX format. */
function linearProgram(world: World): string {
  const { rows, hunt, people } = world
  const lines = ['Maximize', ' obj:']
  const left: string[][] = Array.from({ length: hunt.left.count }, () => [])
  const right: string[][] = Array.from({ length: hunt.right.count }, () => [])
  for (let i = 0; i < hunt.left.count; i++) {
    for (let e = rows.offset[i]!; e < rows.offset[i + 1]!; e++) {
      lines.push(` + ${points(rows.weight[e]!)} ${pair(e)}`)
      left[i]!.push(pair(e))
      right[rows.to[e]!]!.push(pair(e))
    }
  }
  lines.push('Subject To')
  const atMost = (name: string, names: string[], most: number) => {
    if (names.length > 0) lines.push(` ${name}: ${names.join('\n + ')} <= ${most}`)
  }
  for (const [i, names] of left.entries())
    atMost(`l${i}`, names, people.capacity[hunt.left.ids[i]!]!)
  for (const [j, names] of right.entries())
    atMost(`r${j}`, names, people.capacity[hunt.right.ids[j]!]!)
  lines.push('Bounds')
  for (let e = 0; e < rows.to.length; e++) lines.push(` 0 <= ${pair(e)} <= 1`)
  lines.push('End')
  return lines.join('\n')
}

/** A full cost matrix with a column for each place, for the Hungarian algorithm. */
function costMatrix(world: World): { costs: number[][]; most: number } {
  const { rows, hunt, people } = world
  const first = [0]
  for (let j = 0; j < hunt.right.count; j++)
    first.push(first[j]! + people.capacity[hunt.right.ids[j]!]!)
  const size = Math.max(hunt.left.count, first.at(-1)!)
  const most = 2 ** 23
  const costs = Array.from({ length: size }, () => Array<number>(size).fill(most))
  for (let i = 0; i < hunt.left.count; i++) {
    for (let e = rows.offset[i]!; e < rows.offset[i + 1]!; e++) {
      const j = rows.to[e]!
      for (let place = first[j]!; place < first[j + 1]!; place++)
        costs[i]![place] = most - points(rows.weight[e]!)
    }
  }
  return { costs, most }
}

/** Against npm's munkres (dense Hungarian) and HiGHS (a linear-programming solver in WebAssembly). */
export async function againstNpm(count: number): Promise<Against> {
  const world = twoSides(count)
  const mine = ours(world, 5)
  const anchors: Anchor[] = []
  const { costs, most } = costMatrix(world)
  const { munkres } = await import('munkres')
  const hungarian = timed(() =>
    munkres(costs).reduce((sum: number, [i, j]: [number, number]) => sum + most - costs[i]![j]!, 0),
  )
  anchors.push({
    name: 'npm munkres 2.0.4',
    ms: hungarian.ms,
    value: hungarian.result,
    equal: same(hungarian.result, mine.value),
  })
  const highs = await createRequire(import.meta.url)('highs')()
  const program = linearProgram(world)
  const linear = timed(() => highs.solve(program).ObjectiveValue as number)
  anchors.push({
    name: 'npm highs 1.15.3',
    ms: linear.ms,
    value: Math.round(linear.result),
    equal: same(Math.round(linear.result), mine.value),
  })
  return {
    people: count,
    pairs: world.rows.to.length,
    oursMs: mine.ms,
    value: mine.value,
    proven: mine.proven,
    anchors,
  }
}

const same = (a: number, b: number): boolean => a === b

/** Against LEMON's cost scaling in C++, solving only: reading and building its graph is not counted. */
export function againstLemon(count: number, runs: number, more: readonly string[] = []): Against {
  const world = twoSides(count)
  const mine = ours(world, runs)
  const anchors = withLemon((run, folder) => {
    const file = join(folder, 'graph.bin')
    writeGraph(file, world.rows, mine.graph.left.capacity, mine.graph.right.capacity)
    return ['cost-scaling', ...more].map((how) => {
      const found = run(file, how)
      return {
        name: `LEMON ${how}`,
        ms: found.ms,
        mb: found.mb,
        value: found.value,
        equal: same(found.value, mine.value),
      }
    })
  })
  return {
    people: count,
    pairs: world.rows.to.length,
    oursMs: mine.ms,
    value: mine.value,
    proven: mine.proven,
    anchors: anchors ?? [],
  }
}

export type Million = {
  people: number
  pairs: number
  packMs: number
  searchMs: number
  weighMs: number
  solveMs: number
  totalMs: number
  mb: number
  value: number
  proven: boolean
  lemon?: Anchor
}

/** Everything from people to a proven plan, on one core. Making the people up is not counted. */
export function endToEnd(
  count: number,
  settings: Parameters<typeof twoSides>[1],
  lemon: boolean,
): Million {
  const world = twoSides(count, settings)
  dropShortlists(world.hunt)
  const solved = timed(() => {
    const graph = world.graph()
    return { graph, solution: solve(graph) }
  })
  const { graph, solution } = solved.result
  const mb = Math.round(process.resourceUsage().maxRSS / 1024)
  const value = wholePoints(matchedValue(graph))
  const report: Million = {
    people: count,
    pairs: world.rows.to.length,
    packMs: world.pack,
    searchMs: world.search,
    weighMs: world.weigh,
    solveMs: solved.ms,
    totalMs: world.pack + world.search + world.weigh + solved.ms,
    mb,
    value,
    proven: solution.proven,
  }
  const anchor = lemon
    ? withLemon((run, folder) => {
        const file = join(folder, 'graph.bin')
        writeGraph(file, world.rows, graph.left.capacity, graph.right.capacity)
        const found = run(file, 'cost-scaling')
        return {
          name: 'LEMON cost-scaling',
          ms: found.ms,
          mb: found.mb,
          value: found.value,
          equal: found.value === value,
        }
      })
    : undefined
  return anchor ? { ...report, lemon: anchor } : report
}
