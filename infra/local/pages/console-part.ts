import type { LocalPages } from './local-pages.ts'

/** Pages and state that a service or the app adds to the console. */
export interface ConsolePart {
  /** Pages below `/_local`. */
  readonly pages?: LocalPages
  /** Paths of `pages` that other devices and web pages of other origins may read with the stack's key. */
  readonly shared?: readonly string[]
  /** Returns the state, by name, that a page shows when it opens. Published events update it afterwards. */
  readonly snapshot?: () => ConsoleState | Promise<ConsoleState>
  /** Called when the stack stops. */
  readonly close?: () => void | Promise<void>
}

type ConsoleState = Readonly<Record<string, unknown>>
