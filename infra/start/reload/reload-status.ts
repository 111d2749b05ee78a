/** The result of the last reload. */
export interface ReloadState {
  /** Epoch ms. */
  readonly at: number
  /** Why the last save was not applied, with file and line. Absent when it was. */
  readonly error?: string
}

/** Keeps the result of the last reload for the console. */
export class ReloadStatus {
  #state: ReloadState | undefined
  /** Sends an event to the open consoles. Set when the console is open. */
  publish: (type: string, entry: unknown) => void = () => undefined

  get state(): ReloadState | undefined {
    return this.#state
  }

  set(error?: string): void {
    this.#state = { at: Date.now(), ...(error !== undefined && { error }) }
    this.publish('reload', this.#state)
  }
}
