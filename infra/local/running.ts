/** What has been started, to be ended in the reverse order. */
export class Running {
  readonly #ends: (() => Promise<void>)[] = []

  /** Keeps how something ends. */
  add(end: () => Promise<void>): void {
    this.#ends.push(end)
  }

  /** Ends everything; what is added later is ended by the next call. */
  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end()
  }
}
