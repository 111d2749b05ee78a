import { describe, type Operation } from './operation.ts'
import { type ModelState, nobody, statesAfter } from './reference-model.ts'

/** More steps than any history here needs. */
const MAX_STEPS = 400_000
const LISTED = 12

/**
 * Searches an order of a history's operations in which all outcomes are consistent. Each operation
 * takes effect between its request and its response; one with an unknown outcome at any time after its
 * request, or never. This is the search of Wing and Gong with a memory of visited states.
 * @returns why there is no such order; undefined when there is one.
 */
export function findContradiction(history: readonly Operation[]): string | undefined {
  return new Search(history).run()
}

class Search {
  readonly #operations: readonly Operation[]
  readonly #seen = new Set<string>()
  #steps = 0
  /** The longest order that was found. */
  #best: number[] = []

  constructor(history: readonly Operation[]) {
    this.#operations = [...history].sort((a, b) => a.startedAt - b.startedAt)
  }

  run(): string | undefined {
    const all = this.#operations.map((_, index) => index)
    if (this.#go(nobody, all, [])) return undefined
    if (this.#steps > MAX_STEPS) return 'No consistent order was found within the limit of steps'
    const left = all
      .filter((index) => !this.#best.includes(index) && this.#isKnown(index))
      .slice(0, LISTED)
    const done = this.#best.slice(-LISTED)
    const list = (indices: readonly number[]) =>
      indices.map((index) => `\n    ${describe(this.#at(index))}`).join('')
    return `No order is consistent. The longest ends with${list(done)}\n  and then none of${list(left)}`
  }

  #go(state: ModelState, open: readonly number[], begun: readonly number[]): boolean {
    const { left, order } = this.#settle(state, open, begun)
    if (order.length > this.#best.length) this.#best = order
    if (!left.some((index) => this.#isKnown(index))) return true
    const key = `${left} ${JSON.stringify(state)}`
    if (this.#seen.has(key) || ++this.#steps > MAX_STEPS) return false
    this.#seen.add(key)
    const candidates = this.#candidates(left)
    // Known outcomes first: most of the unknown ones never took effect.
    const outcome = candidates.filter((index) => this.#isKnown(index))
    const unknown = candidates.filter((index) => !this.#isKnown(index))
    return [...outcome, ...unknown].some((index) =>
      statesAfter(state, this.#at(index))
        .filter((next) => next !== state || this.#isKnown(index))
        .some((next) =>
          this.#go(
            next,
            left.filter((one) => one !== index),
            [...order, index],
          ),
        ),
    )
  }

  /** Takes operations that fit now and change nothing, since they may not fit later. */
  #settle(state: ModelState, open: readonly number[], begun: readonly number[]) {
    let left = open
    const order = [...begun]
    for (;;) {
      const fitting = this.#candidates(left).filter((index) => {
        const [only, ...more] = statesAfter(state, this.#at(index))
        return this.#isKnown(index) && only === state && more.length === 0
      })
      if (fitting.length === 0) return { left, order }
      left = left.filter((index) => !fitting.includes(index))
      order.push(...fitting)
    }
  }

  /** The operations that may be next: those that began before the first of the others ended. */
  #candidates(open: readonly number[]): number[] {
    const firstEnd = Math.min(
      ...open.filter((one) => this.#isKnown(one)).map((one) => this.#at(one).endedAt),
    )
    return open.filter((index) => this.#at(index).startedAt <= firstEnd)
  }

  #isKnown(index: number): boolean {
    return this.#at(index).outcome.is !== 'unknown'
  }

  #at(index: number): Operation {
    return this.#operations[index] as Operation
  }
}
