const WIDTH = 40

/** How far something is, on standard error: a bar on a terminal, a line for each tenth elsewhere. */
export class Progress {
  readonly #label: string
  readonly #total: number
  readonly #out: NodeJS.WriteStream
  #tenths = -1

  constructor(label: string, total: number, out: NodeJS.WriteStream = process.stderr) {
    this.#label = label
    this.#total = total
    this.#out = out
  }

  /** Shows that so many are done. */
  show(done: number): void {
    const share = this.#total === 0 ? 1 : done / this.#total
    const counted = `${this.#label} ${done} of ${this.#total}`
    if (this.#out.isTTY) {
      const bar = '█'.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH, '░')
      // Back to the line's start; what stood there longer is cleared.
      this.#out.write(`\r${bar} ${counted}\u001b[K${share === 1 ? '\n' : ''}`)
      return
    }
    const tenths = Math.floor(share * 10)
    if (tenths === this.#tenths) return
    this.#tenths = tenths
    this.#out.write(`${counted}\n`)
  }
}
