import type { LocalUserApi } from '../../infra/start/start-user-api.ts'

const MB = 1024 * 1024
/** A function leaks memory when its floor rises by more than both of these. */
const GROWTH_MB = 8
const GROWTH_FACTOR = 1.3
/** The floor is the minimum of this many consecutive samples, the memory after a garbage collection. */
const WINDOW = 6

/** The memory of the functions over time, in MB: per sample the largest of a function's environments. */
export class Memory {
  readonly #samples = new Map<string, number[]>()
  readonly #process: number[] = []
  readonly #environments: number[] = []

  async sample(stack: LocalUserApi): Promise<void> {
    const inUse = await stack.memoryInUse()
    this.#environments.push(Object.values(inUse).flat().length)
    for (const [name, bytes] of Object.entries(inUse)) {
      if (bytes.length === 0) continue
      const samples = this.#samples.get(name) ?? []
      this.#samples.set(name, [...samples, Math.max(...bytes) / MB])
    }
    this.#process.push(process.memoryUsage().rss / MB)
  }

  /** A line for each function: its first, largest and last sample. */
  *lines(): Generator<string> {
    for (const [name, samples] of this.#samples) yield `${line(name, samples)} MB`
    yield `${line('the process (RSS)', this.#process)} MB`
    yield line('environments', this.#environments)
  }

  /** Describes each function whose floor rose between the first third and the end. */
  growth(): string[] {
    return [...this.#samples].flatMap(([name, samples]) => {
      // The first third is the warm-up.
      const third = Math.floor(samples.length / 3)
      if (third < WINDOW) return []
      const before = Math.min(...samples.slice(third, third + WINDOW))
      const after = Math.min(...samples.slice(-WINDOW))
      const hasGrown = after - before > GROWTH_MB && after > before * GROWTH_FACTOR
      return hasGrown ? [`${name} grew from ${before.toFixed(0)} to ${after.toFixed(0)} MB`] : []
    })
  }
}

function line(name: string, samples: readonly number[]): string {
  const figures = [samples[0] ?? 0, Math.max(...samples), samples.at(-1) ?? 0]
  return `${name.padEnd(72)}${figures.map((one) => one.toFixed(0).padStart(6)).join('')}`
}
