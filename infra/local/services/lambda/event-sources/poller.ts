import { setTimeout } from 'node:timers/promises'
import type { AwsClient } from '../../../endpoint/aws-client.ts'

/** Passes events from a source to a function until it is stopped. */
export interface Poller {
  /** Takes no more events, and waits up to a second for those that a function is handling. */
  stop(): Promise<void>
}

/** The function and the AWS client of a poller. */
export interface PollerContext {
  /** Calls AWS with the function's access key: as on AWS, polling uses the permissions of its role. */
  readonly call: AwsClient
  /** Rejects when the function threw, timed out or died. */
  readonly invoke: (event: unknown) => Promise<unknown>
  /** Called with each failure, as a log line. */
  readonly log: (line: string) => void
}

const STOP_GRACE_MS = 1000
const RETRY_MS = 1000

/**
 * Runs `round` again and again. A failed round is logged, and the next one waits a second.
 * @param round gets a signal that aborts it, and must end soon after.
 * @param settle waits for work that the rounds have started.
 */
export function startPoller(
  round: (signal: AbortSignal) => Promise<void>,
  log: PollerContext['log'],
  settle: () => Promise<unknown> = () => Promise.resolve(),
): Poller {
  const stopping = new AbortController()
  const { signal } = stopping
  let logged = ''
  const run = async () => {
    while (!signal.aborted) {
      try {
        await round(signal)
        logged = ''
      } catch (error) {
        if (signal.aborted) return
        // A failure that persists is logged once, not every second.
        if (logged !== String(error)) log(`Polling failed: ${error}`)
        logged = String(error)
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

/** Waits until the time is over or `signal` is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined)
}

/**
 * Returns the identifiers of the records that a function reports as failed. As on Lambda, these are
 * all records when its result is invalid.
 */
export function failedIdentifiers(
  result: unknown,
  identifiers: readonly string[],
): ReadonlySet<string> {
  const failures = (result as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? []
  if (!Array.isArray(failures)) return new Set(identifiers)
  const failed = failures.map((failure) => failure?.itemIdentifier)
  const isValid = failed.every((identifier) => identifiers.includes(identifier))
  return new Set(isValid ? failed : identifiers)
}
