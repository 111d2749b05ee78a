import type { LocalPages } from './local-pages.ts'

/** Pages and state that a service or the app adds to the console. */
export interface ConsolePart {
  /** Pages below `/_local`. */
  readonly pages?: LocalPages
  /** Those of the pages that other devices and pages of other origins may read with the stack's key. */
  readonly shared?: readonly string[]
  /** Returns the state, by name, for a page that opens. The page then updates it by published events. */
  readonly snapshot?: () => ConsoleState | Promise<ConsoleState>
  /** Called when the stack stops. */
  readonly close?: () => void | Promise<void>
}

type ConsoleState = Readonly<Record<string, unknown>>
