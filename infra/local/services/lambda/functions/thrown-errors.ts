import { subscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'

/** An error in full: message, stack, causes and properties. */
export interface ThrownError {
  readonly text: string
  /** Whether the client caused it. */
  readonly expected: boolean
}

/** The diagnostics channel on which functions report errors that they handle themselves. */
const CHANNEL = 'lambda:thrown'
const DEPTH = 4
const STACK_FRAMES = 50

/**
 * Maps stacks to sources, and calls `report` with each error on the channel. Call it before the code is
 * loaded: Node reads the source map of a module when it loads the module.
 */
export function followThrownErrors(report: (thrown: ThrownError) => void): void {
  process.setSourceMapsEnabled(true)
  // The default of 10 ends within the AWS SDK.
  Error.stackTraceLimit = STACK_FRAMES
  subscribe(CHANNEL, (message) => {
    const { error, expected = false } = message as { error: unknown; expected?: boolean }
    report(describeThrown(error, expected))
  })
}

export function describeThrown(error: unknown, expected = false): ThrownError {
  return { text: inspect(error, { depth: DEPTH }), expected }
}
