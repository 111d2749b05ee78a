import type { Stage } from '../stages/stage.ts'

/** Checks one thing that a deployment needs. It reads AWS or the stage, and changes nothing. */
export interface Check {
  readonly name: string
  run(stage: Stage): Finding | Promise<Finding>
}

/** The result of a check. With `warning` a deployment works. With `FAILED` it fails or does harm. */
export interface Finding {
  readonly outcome: 'ok' | 'warning' | 'FAILED'
  readonly found: string
  /** What the operator does about it. */
  readonly todo?: string
}

/** A finding that needs no action. */
export function ok(found: string): Finding {
  return { outcome: 'ok', found }
}

/** A finding that is a warning on test stages, and a failure on stages with real users. */
export function failsWithUsers({ keepsData }: Stage, found: string, todo: string): Finding {
  return { outcome: keepsData ? 'FAILED' : 'warning', found, todo }
}
