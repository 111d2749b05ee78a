import type { OutgoingHttpHeaders } from 'node:http'

/** A complete response to GET, as the origin sent it. */
interface Copy {
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

interface KeptCopy extends Copy {
  readonly storedAt: number
  readonly expiresAt: number
}

/** With more copies than this, the oldest is dropped. CloudFront also drops copies before they expire. */
const MAX_COPIES = 200

/** The copies that a distribution keeps, by path. */
export class EdgeCache {
  readonly #copies = new Map<string, KeptCopy>()
  readonly #now: () => number

  /** @param now the clock, epoch ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Returns the copy of a path with its age in seconds, until it expires. */
  find(path: string): (Copy & { readonly age: number }) | undefined {
    const copy = this.#copies.get(path)
    if (!copy) return undefined
    const now = this.#now()
    if (now >= copy.expiresAt) {
      this.#copies.delete(path)
      return undefined
    }
    return { ...copy, age: Math.floor((now - copy.storedAt) / 1000) }
  }

  /** Keeps a copy for this many seconds. With 0 the copy is not kept. */
  keep(path: string, copy: Copy, seconds: number): void {
    if (seconds <= 0) return
    const [oldest] = this.#copies.keys()
    if (oldest !== undefined && this.#copies.size >= MAX_COPIES) this.#copies.delete(oldest)
    const storedAt = this.#now()
    this.#copies.set(path, { ...copy, storedAt, expiresAt: storedAt + seconds * 1000 })
  }
}
