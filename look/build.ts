// Builds the style, the scripts, the fonts and the logo into build/look, each with its content's hash in
// its name and with brotli and gzip twins, so that the server only ever hands out bytes.
// `node look/build.ts`; skipped in milliseconds when nothing changed.
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const here = fileURLToPath(new URL('./', import.meta.url))
const out = fileURLToPath(new URL('../build/look/', import.meta.url))

function packageFile(name: string): string {
  const found = findPackageJSON(name, import.meta.url)
  if (!found) throw new Error(`The package ${name} is not installed: run npm ci`)
  return found
}
const fontPackage = '@fontsource-variable/atkinson-hyperlegible-next'
const fontFolder = join(dirname(packageFile(fontPackage)), 'files')
const fonts: Record<string, string> = {
  'latin.woff2': 'atkinson-hyperlegible-next-latin-wght-normal.woff2',
  'latin-ext.woff2': 'atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
}
/**
 * passkey.ts is loaded on the few pages that use a passkey, and brings the part of a library that it uses;
 * find.ts on the page of the join form where an organisation is looked for;
 * record.ts where a story is told by voice.
 */
const scripts = ['enhance.ts', 'find.ts', 'passkey.ts', 'record.ts']

const hashOf = (bytes: Uint8Array | string) =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 10)

/** What the result depends on: our files, and the versions of what builds them. */
function inputs(): string {
  const own = readdirSync(here)
    .filter((name) => /\.(css|ts|svg)$/.test(name) && !name.includes('.test.'))
    .toSorted()
  const versions = ['lightningcss', 'esbuild', '@simplewebauthn/browser', fontPackage].map((name) =>
    readFileSync(packageFile(name), 'utf8'),
  )
  return hashOf(
    own.map((name) => name + readFileSync(join(here, name), 'utf8')).join('\0') +
      versions.join('\0'),
  )
}

const stamp = join(out, 'built-from')
function isFresh(from: string): boolean {
  try {
    return readFileSync(stamp, 'utf8') === from && statSync(join(out, 'manifest.json')).isFile()
  } catch {
    return false
  }
}

/** Written beside and renamed, so that a server reading at this moment sees the whole old file or the whole new one. */
function put(name: string, bytes: Uint8Array | string): void {
  const half = join(out, `.${name}.${process.pid}`)
  writeFileSync(half, bytes)
  renameSync(half, join(out, name))
}

function putHashed(name: string, bytes: Uint8Array): string {
  const kind = extname(name)
  const hashed = `${name.slice(0, -kind.length)}.${hashOf(bytes)}${kind}`
  put(hashed, bytes)
  // woff2 is brotli already.
  if (kind !== '.woff2') {
    put(`${hashed}.gz`, gzipSync(bytes, { level: 9 }))
    put(
      `${hashed}.br`,
      brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    )
  }
  return hashed
}

async function buildScript(name: string): Promise<Uint8Array> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(here, name)],
    bundle: true,
    minify: true,
    format: 'esm',
    // iOS 12 and Chrome 80 load modules, without optional chaining.
    target: ['es2019'],
    write: false,
    legalComments: 'none',
  })
  const file = outputFiles[0]
  if (!file) throw new Error(`${name} built to nothing`)
  return file.contents
}

/**
 * Builds when an input changed. Out: whether it built. Old files stay for the pages that still name
 * them, until the next build after.
 */
export async function buildLook(): Promise<boolean> {
  const from = inputs()
  if (isFresh(from)) return false
  mkdirSync(out, { recursive: true })
  const old = readManifest()
  const manifest: Record<string, string> = {}
  for (const [name, file] of Object.entries(fonts))
    manifest[name] = putHashed(name, readFileSync(join(fontFolder, file)))
  const { buildStyle } = await import('./css.ts')
  manifest['kith.css'] = putHashed(
    'kith.css',
    buildStyle((file) => `/look/${manifest[file]}`),
  )
  manifest['logo.svg'] = putHashed('logo.svg', readFileSync(join(here, 'logo.svg')))
  for (const name of scripts) {
    const plain = name.replace('.ts', '.js')
    manifest[plain] = putHashed(plain, await buildScript(name))
  }
  put('manifest.json', JSON.stringify(manifest, null, 2))
  put('built-from', from)
  tidy([...Object.values(manifest), ...Object.values(old)])
  return true
}

function readManifest(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
  } catch {
    return {}
  }
}

function tidy(keep: string[]): void {
  const kept = new Set([
    'manifest.json',
    'built-from',
    ...keep.flatMap((n) => [n, `${n}.br`, `${n}.gz`]),
  ])
  for (const name of readdirSync(out)) if (!kept.has(name)) rmSync(join(out, name))
}

if (import.meta.main) {
  const built = await buildLook()
  if (built) {
    const sizes = Object.entries(readManifest()).map(([name, file]) => {
      const bytes = readFileSync(join(out, file))
      return `${name} ${bytes.length} B, gzip ${gzipSync(bytes, { level: 9 }).length} B`
    })
    console.log(sizes.join('\n'))
  }
}
