import type { Stage } from '../stages/stage.ts'

/** Something that a deployment needs and that AWS or the stage can show. Reads, changes nothing. */
export interface Check {
  readonly name: string
  run(stage: Stage): Finding | Promise<Finding>
}

/** What a check found. A deployment works with a warning, and fails or harms with FAILED. */
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

/** A finding that limits test stages, and that real users must not meet. */
export function failsWithUsers({ keepsData }: Stage, found: string, todo: string): Finding {
  return { outcome: keepsData ? 'FAILED' : 'warning', found, todo }
}
