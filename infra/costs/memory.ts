import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PRICES } from './prices.ts'

/** Memory in MB, from a small share of a processor to a whole one (1,769 MB). */
export const MEMORY_SIZES = [256, 512, 1_024, 1_769] as const
export type MemoryMb = (typeof MEMORY_SIZES)[number]

/** Memory that buys one processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const MB_PER_CPU = 1_769

/** One function with one size of memory. Times in ms, of requests with a fixed delay per AWS call. */
export interface MemoryFigures {
  /** The first request after a start. */
  readonly first: number
  readonly p50: number
  readonly p90: number
  /** The most resident memory at any time. */
  readonly rssMb: number
}

/** What `npm run tune` measured. */
export interface Tuned {
  /** Date, host and method. */
  readonly setting: string
  /** By function id and memory. */
  readonly functions: Readonly<Record<string, Readonly<Record<MemoryMb, MemoryFigures>>>>
}

/** The file with the last measurement of `npm run tune`. */
export const MEMORY_FILE = join(import.meta.dirname, 'memory.json')
// The numbers of chooseMemory's rule.
const LEAST_MB = 512
const FASTER = 0.8
const DEARER = 1.1

/** Reads the last measurement. */
export function readTuned(): Tuned {
  return JSON.parse(readFileSync(MEMORY_FILE, 'utf8'))
}

/** Dollars per million invocations of `ms` each: the price of GB-seconds (rounded up to whole ms) and of requests. */
export function lambdaDollars(memoryMb: number, ms: number): number {
  return PRICES.lambda + PRICES.gigabyteSeconds * (memoryMb / 1024) * Math.ceil(ms) * 1000
}

/**
 * The memory that a function gets. Starts at 512 MB, because less slows down the first request. Takes the next
 * size while that makes a request at least 20 % faster and at most 10 % dearer.
 */
export function chooseMemory(figures: Readonly<Record<MemoryMb, MemoryFigures>>): MemoryMb {
  let chosen: MemoryMb = LEAST_MB
  for (const size of MEMORY_SIZES.filter((size) => size > LEAST_MB)) {
    const [now, next] = [figures[chosen], figures[size]]
    const isFaster = next.p50 <= now.p50 * FASTER
    const isCheap = lambdaDollars(size, next.p50) <= lambdaDollars(chosen, now.p50) * DEARER
    if (!isFaster || !isCheap) break
    chosen = size
  }
  return chosen
}
