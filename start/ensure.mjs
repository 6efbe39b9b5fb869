// Installs what package-lock.json names when node_modules does not hold it. Any Node from 20 on runs this, and
// when there is nothing to do it takes a few milliseconds.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const clone = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
/**
 * How Node runs Kith: with a heap that is tidied often, because on a small server the room is needed for the
 * database. Ten times the rows of an import then take 1.2 times the memory instead of 1.8.
 */
export const withLoader = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=25',
  '--import',
  pathToFileURL(join(clone, 'start', 'tsx.mjs')).href,
]
const modules = join(clone, 'node_modules')

/** @returns {Record<string, {version?: string, integrity?: string, optional?: true, dev?: true}>} */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return {}
  }
}

/**
 * npm writes its own list of what it installed at the very end, so an install that was cut short does not
 * match. What is optional may be missing: it is for other machines. A host may leave out what only builders need.
 */
function isInstalled(forBuilders) {
  const installed = packagesIn(join(modules, '.package-lock.json'))
  return Object.entries(packagesIn(join(clone, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true
    const there = installed[path]
    if (!there) return wanted.optional === true || (wanted.dev === true && !forBuilders)
    return there.version === wanted.version && there.integrity === wanted.integrity
  })
}

function install() {
  const start = Date.now()
  process.stderr.write('Installing what Kith needs. This happens once and takes a minute or two.\n')
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : ['npm']
  // Warnings about the age of this Node would only confuse: what is installed runs under the Node that comes with it.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress']
  const done = spawnSync(npm[0], [...npm.slice(1), ...args], {
    cwd: clone,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (done.status !== 0 || !isInstalled(false)) {
    process.stderr.write(
      'The installation did not work (npm says why above). Mend that, and run the same command again.\n',
    )
    process.exit(1)
  }
  process.stderr.write(`Installed in ${Math.round((Date.now() - start) / 1000)} seconds.\n`)
}

/** @param {{ forBuilders: boolean }} what whether the tools for tests and checks are needed too */
export function ensure({ forBuilders }) {
  const missing = !isInstalled(forBuilders && process.env.NODE_ENV !== 'production')
  if (missing) install()
}

/** Makes `node`, `tsc` and the others the ones that were installed here. @returns the path of Node 24 or newer */
export function findNode() {
  process.env.PATH = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const brought = join(modules, '.bin', 'node')
  if (existsSync(brought)) return brought
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 21)) return process.execPath
  process.stderr.write(
    `Kith needs Node.js 24.21 or newer, and npm has none for ${process.platform} on ${process.arch}; this is ${process.versions.node}. ` +
      'Get a newer one from https://nodejs.org and run the same command again.\n',
  )
  process.exit(1)
}
