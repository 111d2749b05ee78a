import type { LocalUserApi } from '../../infra/start/start-user-api.ts'

const MB = 1024 * 1024
/** A function whose floor has risen by more than both of these keeps what it should let go. */
const GROWTH_MB = 8
const GROWTH_FACTOR = 1.3
/** The floor is the least of so many samples in a row: what was left after some collection. */
const WINDOW = 6

/** What functions have held, sample after sample, in MB: the largest of each function's environments. */
export class Memory {
  readonly #samples = new Map<string, number[]>()
  readonly #process: number[] = []

  async sample(stack: LocalUserApi): Promise<void> {
    for (const [name, bytes] of Object.entries(await stack.memoryInUse())) {
      if (bytes.length === 0) continue
      const samples = this.#samples.get(name) ?? []
      this.#samples.set(name, [...samples, Math.max(...bytes) / MB])
    }
    this.#process.push(process.memoryUsage().rss / MB)
  }

  /** A line for each function: its first, greatest and last sample. */
  *lines(): Generator<string> {
    for (const [name, samples] of [
      ...this.#samples,
      ['the process (RSS)', this.#process] as const,
    ]) {
      const figures = [samples[0] ?? 0, Math.max(...samples), samples.at(-1) ?? 0]
      yield `${name.padEnd(72)}${figures.map((one) => one.toFixed(0).padStart(6)).join('')} MB`
    }
  }

  /** The functions whose floor has risen between the first third and the end, in words. */
  growth(): string[] {
    return [...this.#samples].flatMap(([name, samples]) => {
      // The beginning is warming up.
      const third = Math.floor(samples.length / 3)
      if (third < WINDOW) return []
      const before = Math.min(...samples.slice(third, third + WINDOW))
      const after = Math.min(...samples.slice(-WINDOW))
      const hasGrown = after - before > GROWTH_MB && after > before * GROWTH_FACTOR
      return hasGrown ? [`${name} grew from ${before.toFixed(0)} to ${after.toFixed(0)} MB`] : []
    })
  }
}
