import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { template } from './print.template.ts'

// Runs as a thread of print.ts: sets one document after the other, and is ended when nobody prints.
const resolve = createRequire(import.meta.url).resolve
const fontFile = (name: string, face: string) =>
  readFileSync(join(dirname(resolve(`@expo-google-fonts/${name}/package.json`)), face))
const fonts = [
  fontFile('atkinson-hyperlegible-next', '400Regular/AtkinsonHyperlegibleNext_400Regular.ttf'),
  fontFile('atkinson-hyperlegible-next', '700Bold/AtkinsonHyperlegibleNext_700Bold.ttf'),
  fontFile('noto-nastaliq-urdu', '400Regular/NotoNastaliqUrdu_400Regular.ttf'),
  fontFile('noto-sans-bengali', '400Regular/NotoSansBengali_400Regular.ttf'),
  fontFile('noto-sans-gurmukhi', '400Regular/NotoSansGurmukhi_400Regular.ttf'),
]
const compiler = NodeCompiler.create({ workspace: '/', fontArgs: [{ fontBlobs: fonts }] })

/** What went wrong, in the words of the compiler; never what was to be printed. */
function set(doc: string): { pdf: Uint8Array } | { problem: string } {
  const compiled = compiler.compile({ mainFileContent: template, inputs: { doc } })
  if (!compiled.result) {
    const diagnostics = compiled.takeError()?.shortDiagnostics ?? []
    return { problem: JSON.stringify(diagnostics).slice(0, 500) }
  }
  const { kind } = JSON.parse(doc) as { kind: string } // written by print.ts
  const pdf =
    kind === 'drawn'
      ? Buffer.from(compiler.plainSvg(compiled.result))
      : compiler.pdf(compiled.result, { pdfStandard: PdfStandard.UA_1 })
  // What was set before is of no use to the next one.
  compiler.evictCache(0)
  return { pdf: new Uint8Array(pdf) }
}

parentPort?.on('message', (doc: string) => {
  try {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    parentPort?.postMessage(set(doc))
  } catch (problem) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    parentPort?.postMessage({ problem: String(problem).slice(0, 500) })
  }
})
