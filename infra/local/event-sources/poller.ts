import { setTimeout } from 'node:timers/promises'
import type { AwsClient } from './aws-client.ts'

/** Carries events from a source to a function until it is stopped. */
export interface Poller {
  /** Takes no more events, and waits a second at most for those that a function has. */
  stop(): Promise<void>
}

/** What a poller works with. */
export interface PollerSurroundings {
  /** AWS as the function's own role sees it: Lambda polls with the permissions of the function. */
  readonly call: AwsClient
  /** Rejects when the function threw, timed out or died. */
  readonly invoke: (event: unknown) => Promise<unknown>
  /** Told what goes wrong. */
  readonly log: (line: string) => void
}

const STOP_GRACE_MS = 1000
const RETRY_MS = 1000

/**
 * Runs `round` again and again. One that fails is told to `log`, and the next waits a second.
 * @param round handed a signal that ends it; it must not go on for long once it is aborted.
 * @param settle waits for what the rounds have left under way.
 */
export function startPoller(
  round: (signal: AbortSignal) => Promise<void>,
  log: PollerSurroundings['log'],
  settle: () => Promise<unknown> = () => Promise.resolve(),
): Poller {
  const stopping = new AbortController()
  const { signal } = stopping
  let told = ''
  const run = async () => {
    while (!signal.aborted) {
      try {
        await round(signal)
        told = ''
      } catch (error) {
        if (signal.aborted) return
        // Once and not every second: it may stay wrong for long.
        if (told !== String(error)) log(`Polling failed: ${error}`)
        told = String(error)
        await pause(RETRY_MS, signal)
      }
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      const settled = running.then(settle)
      await Promise.race([settled, setTimeout(STOP_GRACE_MS, undefined, { ref: false })])
    },
  }
}

/** Waits, and no longer than until `signal` is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined)
}

/**
 * The records that a function says it failed on, by their identifiers; all of them when its answer
 * makes no sense, as Lambda takes it.
 */
export function failedOf(answer: unknown, identifiers: readonly string[]): ReadonlySet<string> {
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? []
  if (!Array.isArray(failures)) return new Set(identifiers)
  const failed = failures.map((failure) => failure?.itemIdentifier)
  const isSound = failed.every((identifier) => identifiers.includes(identifier))
  return new Set(isSound ? failed : identifiers)
}
