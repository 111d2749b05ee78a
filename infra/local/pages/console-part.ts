import type { LocalPages } from './local-pages.ts'

/** Pages and state that a service or the app adds to the console. */
export interface ConsolePart {
  /** Pages below `/_local`. */
  readonly pages?: LocalPages
  /** Returns state for a console that opens, by name. Published events change it from then on. */
  readonly snapshot?: () => ConsoleState | Promise<ConsoleState>
  /** Called when the stack stops. */
  readonly close?: () => void | Promise<void>
}

type ConsoleState = Readonly<Record<string, unknown>>
