// Lets Node run our pages: `node --import ./start/tsx.mjs src/main.ts`.
// Node strips the types of .ts by itself; only .tsx needs a translator. What was translated is kept under
// its content's hash, so a start that changes nothing never loads esbuild.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import module, { createRequire, registerHooks } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url))
const translatedFolder = join(cacheFolder, 'kith-tsx')

const options = {
  loader: 'tsx',
  format: 'esm',
  target: 'node24',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: 'inline',
  sourcesContent: false,
}
const madeBy = `${require('esbuild/package.json').version} ${JSON.stringify(options)}`

/** @param {string} path of a .tsx file; @returns {string} the JavaScript that Node runs */
function translate(path) {
  const source = readFileSync(path, 'utf8')
  const name = basename(path)
  const key = createHash('sha256')
    .update(`${madeBy}\n${name}\n${source}`)
    .digest('hex')
    .slice(0, 40)
  const kept = join(translatedFolder, `${key}.mjs`)
  try {
    return readFileSync(kept, 'utf8')
  } catch {
    // Not translated yet.
  }
  const { code } = require('esbuild').transformSync(source, { ...options, sourcefile: name })
  keep(kept, code)
  return code
}

function keep(path, code) {
  const half = `${path}.${process.pid}`
  try {
    mkdirSync(translatedFolder, { recursive: true })
    writeFileSync(half, code)
    renameSync(half, path)
  } catch {
    // A folder that we may not write to costs time, never correctness.
  }
}

registerHooks({
  load(url, context, nextLoad) {
    const file = url.split('?', 1)[0]
    if (!file.startsWith('file:') || !file.endsWith('.tsx')) return nextLoad(url, context)
    return { format: 'module', source: translate(fileURLToPath(file)), shortCircuit: true }
  },
})

// Errors name the line that somebody wrote; Node also keeps its own compiled code for a quicker start.
module.setSourceMapsSupport(true, { nodeModules: false, generatedCode: false })
module.enableCompileCache(join(cacheFolder, 'kith-compiled'))
