import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'

/** The terminal at which the operator is asked. Tests pass another one. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean }
  readonly output: Writable
}

const terminal: Terminal = { input: process.stdin, output: process.stderr }

/**
 * Asks the operator to confirm an action. The end of the input counts as no.
 * @throws Error when there is no terminal, or the operator does not type `yes`.
 */
export async function requireConfirmation({ input, output } = terminal): Promise<void> {
  if (!input.isTTY) {
    throw new Error(
      'This must be confirmed, and there is no terminal. Add --yes. Nothing was done.',
    )
  }
  const lines = createInterface({ input, output })
  try {
    const closed = once(lines, 'close').then(() => '')
    const typed = await Promise.race([lines.question('Type yes to do it: '), closed])
    if (typed.trim().toLowerCase() !== 'yes') throw new Error('Not confirmed. Nothing was done.')
  } finally {
    lines.close()
  }
}
