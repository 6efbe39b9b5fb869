// `npm run lock`, after adding a package: names in package-lock.json what npm left out. A package for another
// kind of machine that the registry did not have is dropped by `npm install` without a word, and `npm ci` then
// refuses the file everywhere. Nobody fetches these entries unless their machine is of that kind.
// With --check it only lists them.
import { readFileSync, writeFileSync } from 'node:fs'

const lockFile = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(lockFile, 'utf8'))
const machine =
  /-(?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(?<cpu>arm64|arm|x64|ia32|loong64|ppc64|riscv64|s390x)(?<rest>-\w+)?$/

/** As Node looks for a package: beside the one that wants it, or in any folder above. */
function isNamed(path, name) {
  const above = path.split('/node_modules/')
  const folders = above.map((_, depth) => above.slice(0, depth + 1).join('/node_modules/'))
  return ['', ...folders.map((folder) => `${folder}/`)].some(
    (folder) => lock.packages[`${folder}node_modules/${name}`],
  )
}

function entryFor(name, version, dev) {
  const { os, cpu, rest } = machine.exec(name)?.groups ?? {}
  if (!os || !/^\d/.test(version))
    throw new Error(`${name} ${version} is missing: add it to package-lock.json by hand`)
  const libc = rest?.includes('musl') ? 'musl' : 'glibc'
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(os === 'linux' && rest && { libc: [libc] }),
    optional: true,
    os: [os],
  }
}

const missing = Object.entries(lock.packages).flatMap(([path, { dev, optionalDependencies }]) =>
  Object.entries(path === '' ? {} : (optionalDependencies ?? {}))
    .filter(([name]) => !isNamed(path, name))
    .map(([name, version]) => [`node_modules/${name}`, entryFor(name, version, dev)]),
)
for (const [path] of missing) process.stdout.write(`${path} is missing from package-lock.json\n`)
if (missing.length > 0 && !process.argv.includes('--check')) {
  const all = [...Object.entries(lock.packages), ...missing]
  lock.packages = Object.fromEntries(all.toSorted(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`)
}
