// How long the reader takes over a transcript of 10,000 words, as it would come from a recorded talk.
import { cases, measureReader } from '#stories/reader.measure.ts'
import { marksIn } from '#stories/reader.ts'

const sentences = [
  'We met on a Tuesday in the hall behind the church and somebody had brought a cake.',
  'Ring me on 07700 900123 when the kettle is on, she said, and I did.',
  'In 1974 there were thirty of us and a piano, and nobody could play it but Maureen.',
  'My grandson Tom Pritchard, 7, goes to Hillside Primary School and hates porridge.',
  'Then the bus came, the number 42, and we talked all the way to the market.',
  'She had been diagnosed with diabetes that spring, and we learned to cook again.',
]
const text = Array.from({ length: 660 }, (_, n) => sentences[n % sentences.length]).join(' ')
const words = text.split(/\s+/).length
const runs = 41
const times: number[] = []
for (let run = 0; run < runs + 5; run += 1) {
  const started = performance.now()
  marksIn(text)
  if (run >= 5) times.push(performance.now() - started)
}
const median = times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
console.log(`reader: ${words} words, median ${median.toFixed(1)} ms of ${runs} runs (goal: 50)`)
const { recall, precision, kinds } = measureReader()
console.log(kinds.join('\n'))
console.log(
  `recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)} on ${cases.length} cases of its own`,
)
if (median > 50) process.exitCode = 1
