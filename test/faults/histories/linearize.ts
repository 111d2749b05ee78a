import { describe, type Operation } from './operation.ts'
import { type ModelState, nobody, statesAfter } from './reference-model.ts'

/** More than any history here needs: beyond it, the search has lost its way. */
const MAX_STEPS = 400_000
const LISTED = 12

/**
 * Looks for an order in which the answers of a history make sense one after the other, each operation
 * at some moment between its request and its answer; one whose answer is unknown at any moment after
 * its request, or never. This is Wing's and Gong's search, remembering what it has seen.
 * @returns why there is none; undefined when there is.
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
    if (this.#steps > MAX_STEPS) return 'No order was found in which the answers make sense'
    const left = all
      .filter((index) => !this.#best.includes(index) && this.#isTold(index))
      .slice(0, LISTED)
    const done = this.#best.slice(-LISTED)
    const list = (indices: readonly number[]) =>
      indices.map((index) => `\n    ${describe(this.#at(index))}`).join('')
    return `No order makes sense of the answers. The best ends with${list(done)}\n  and then none of${list(left)}`
  }

  #go(state: ModelState, open: readonly number[], begun: readonly number[]): boolean {
    const { left, order } = this.#settle(state, open, begun)
    if (order.length > this.#best.length) this.#best = order
    if (!left.some((index) => this.#isTold(index))) return true
    const key = `${left} ${JSON.stringify(state)}`
    if (this.#seen.has(key) || ++this.#steps > MAX_STEPS) return false
    this.#seen.add(key)
    const candidates = this.#candidates(left)
    // Those that are told first: most of the others never came to pass.
    const told = candidates.filter((index) => this.#isTold(index))
    const unknown = candidates.filter((index) => !this.#isTold(index))
    return [...told, ...unknown].some((index) =>
      statesAfter(state, this.#at(index))
        .filter((next) => next !== state || this.#isTold(index))
        .some((next) =>
          this.#go(
            next,
            left.filter((one) => one !== index),
            [...order, index],
          ),
        ),
    )
  }

  /** Takes what changes nothing and fits now: later it could only be in the way. */
  #settle(state: ModelState, open: readonly number[], begun: readonly number[]) {
    let left = open
    const order = [...begun]
    for (;;) {
      const fitting = this.#candidates(left).filter((index) => {
        const [only, ...more] = statesAfter(state, this.#at(index))
        return this.#isTold(index) && only === state && more.length === 0
      })
      if (fitting.length === 0) return { left, order }
      left = left.filter((index) => !fitting.includes(index))
      order.push(...fitting)
    }
  }

  /** Those that may be next: begun before the first of the others was over. */
  #candidates(open: readonly number[]): number[] {
    const firstEnd = Math.min(
      ...open.filter((one) => this.#isTold(one)).map((one) => this.#at(one).endedAt),
    )
    return open.filter((index) => this.#at(index).startedAt <= firstEnd)
  }

  #isTold(index: number): boolean {
    return this.#at(index).told.is !== 'unknown'
  }

  #at(index: number): Operation {
    return this.#operations[index] as Operation
  }
}
