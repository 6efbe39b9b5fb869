import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const inStart = (name: string) => fileURLToPath(new URL(`../start/${name}`, import.meta.url))
const run = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8' })

test('the lock file names the packages of every kind of machine, so that npm ci takes it anywhere', () => {
  expect(run(inStart('lock.mjs'), '--check')).toBe('')
})

test('what starts through run.mjs finds the tools of the clone from any folder', () => {
  expect(run(inStart('run.mjs'), 'tsc', '--version')).toMatch(/^Version \d/)
})
