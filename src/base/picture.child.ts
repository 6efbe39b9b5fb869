import sharp from 'sharp'

// Decodes one picture from stdin, in a process of its own: a decoder that a hostile file breaks or blows
// up takes nothing with it. Out, on stdout: the length of a JSON head (4 bytes), the head, the pictures.

const mostPixels = 50_000_000
const mostMemory = 1024 ** 3
// A very tall picture is brought down to this height first: no page shows it, and WebP ends at 16,383.
const base = { width: 1600, height: 3200 }

sharp.cache(false)
sharp.concurrency(1)
// Only these three are read, and only from memory; every other loader is closed.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

// Decoding happens off this thread, so it can watch how much memory is taken meanwhile.
setInterval(() => {
  if (process.memoryUsage.rss() > mostMemory) answer({ refused: 'too-many-pixels' }, [])
}, 50).unref()

type Head = { refused: string } | { width: number; height: number; lengths: number[] }

function answer(head: Head, pictures: Buffer[]): void {
  const words = Buffer.from(JSON.stringify(head))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(words.length)
  process.stdout.write(Buffer.concat([length, words, ...pictures]), () => process.exit(0))
}

async function read(): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part as Buffer) // stdin has no encoding
  return Buffer.concat(parts)
}

/** Upright, in sRGB, without anything but its points: where, when and with what it was taken is gone. */
async function decode(bytes: Buffer) {
  const limits = { limitInputPixels: mostPixels, failOn: 'error', animated: false } as const
  const { data, info } = await sharp(bytes, limits)
    .rotate()
    .resize({ ...base, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return { width, height, at: () => sharp(data, { raw: { width, height, channels } }) }
}

async function work(): Promise<void> {
  const { width, height, at } = await decode(await read())
  const narrow = (to: number) => at().resize({ width: to, withoutEnlargement: true })
  const pictures: Buffer[] = []
  for (const to of [480, 960, 1600])
    pictures.push(await narrow(to).webp({ quality: 78 }).toBuffer())
  const share = narrow(1200).flatten({ background: '#ffffff' })
  pictures.push(await share.jpeg({ quality: 80, mozjpeg: true }).toBuffer())
  answer({ width, height, lengths: pictures.map((picture) => picture.length) }, pictures)
}

try {
  await work()
} catch (problem) {
  const isHuge = problem instanceof Error && /pixel limit|dimension/i.test(problem.message)
  answer({ refused: isHuge ? 'too-many-pixels' : 'broken' }, [])
}
