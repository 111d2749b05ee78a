const WIDTH = 40

/** Shows progress on standard error: a bar on a terminal, elsewhere one line per 10 %. */
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

  /** Shows how many of the total are done. */
  show(done: number): void {
    const share = this.#total === 0 ? 1 : done / this.#total
    const counted = `${this.#label} ${done} of ${this.#total}`
    if (this.#out.isTTY) {
      const bar = '█'.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH, '░')
      // Overwrites the line and clears the rest of it.
      this.#out.write(`\r${bar} ${counted}\u001b[K${share === 1 ? '\n' : ''}`)
      return
    }
    const tenths = Math.floor(share * 10)
    if (tenths === this.#tenths) return
    this.#tenths = tenths
    this.#out.write(`${counted}\n`)
  }
}
