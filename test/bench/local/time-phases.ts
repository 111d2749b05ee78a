/** A named part of a duration. */
export interface Phase {
  readonly name: string
  readonly ms: number
}

/** Runs a phase, and adds its duration to the list. */
export async function timePhase<T>(
  phases: Phase[],
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now()
  const result = await work()
  phases.push({ name, ms: performance.now() - start })
  return result
}

/** The duration of all phases in ms. */
export function totalMs(phases: readonly Phase[]): number {
  return phases.reduce((sum, { ms }) => sum + ms, 0)
}
