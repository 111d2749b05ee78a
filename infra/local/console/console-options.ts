/** How the console presents an app. */
export interface ConsoleOptions {
  /** @default the name of the stack */
  readonly title?: string
  /** Links in the header. */
  readonly links?: readonly { readonly text: string; readonly href: string }[]
  /** The command that starts the stack, shown while a page waits for the stack. */
  readonly startCommand?: string
  /** A folder whose files are served below `/_local/`. */
  readonly folder?: string
  /** Panels in that folder: `<name>.html` goes into the page, `<name>.js` and `<name>.css` are loaded. */
  readonly panels?: readonly string[]
  /** Shortens the logical id of a function without a route. */
  readonly toLabel?: (logicalId: string) => string
  /**
   * Matches the names of JSON fields, headers and query parameters whose values are masked until the
   * console's user asks for them. @default passwords, tokens, secrets and OTPs
   */
  readonly secretNames?: RegExp
  /** Whether requests to a path are hidden at first, such as those for scripts of a page. */
  readonly isAsset?: (path: string) => boolean
  /** Finds an error in a response's body. Called with the first 1,000 bytes of the body. */
  readonly readError?: (body: string) => ResponseError | undefined
}

/** An error that a response's body reports. */
export interface ResponseError {
  readonly code: number
  readonly message: string
}
