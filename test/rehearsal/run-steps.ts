import { setTimeout } from 'node:timers/promises'

/** One step of the rehearsal. */
export interface Step {
  readonly name: string
  /** After how many seconds the step counts as failed. @default 300 */
  readonly limitSeconds?: number
  /** Resolves to a note for the table; rejects when the step fails. */
  run(): Promise<string | undefined>
}

const LIMIT_SECONDS = 300

/** The result of a step. */
export interface StepResult {
  readonly name: string
  readonly outcome: 'ok' | 'FAILED' | 'not run'
  readonly seconds: number
  readonly note: string
}

/** Runs the steps one after another. After the first that fails, no other step runs. */
export async function runSteps(
  steps: readonly Step[],
  onStart: (name: string) => void,
): Promise<StepResult[]> {
  const results: StepResult[] = []
  let failed = false
  for (const step of steps) {
    if (failed) {
      results.push({ name: step.name, outcome: 'not run', seconds: 0, note: '' })
      continue
    }
    onStart(step.name)
    const result = await runStep(step)
    failed = result.outcome === 'FAILED'
    results.push(result)
  }
  return results
}

async function runStep({ name, limitSeconds = LIMIT_SECONDS, run }: Step): Promise<StepResult> {
  const startedAt = performance.now()
  const seconds = () => (performance.now() - startedAt) / 1000
  try {
    const note = (await withLimit(run(), limitSeconds)) ?? ''
    return { name, outcome: 'ok', seconds: seconds(), note }
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error)
    return { name, outcome: 'FAILED', seconds: seconds(), note }
  }
}

async function withLimit<T>(work: Promise<T>, limitSeconds: number): Promise<T> {
  const timer = new AbortController()
  const limit = setTimeout(limitSeconds * 1000, undefined, { signal: timer.signal })
  // A step cannot be stopped: after its limit it continues until this process ends.
  const late = limit.then(() => {
    throw new Error(`It was not done after ${limitSeconds} s`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    late.catch(() => undefined)
    timer.abort()
  }
}
