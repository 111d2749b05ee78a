/** A program that a generator needs on the PATH. */
export type Program = 'go' | 'java' | 'mvn' | 'python3'

/** A command to run in a generator's folder. */
export interface Command {
  readonly command: string
  readonly args: readonly string[]
}

/** What the commands of a generator refer to. */
export interface Place {
  /** The generator's own folder. */
  readonly folder: string
  /** The folder of all downloads. */
  readonly downloads: string
  /** URL of the document, on the local stack. */
  readonly documentUrl: string
}

/** One client generator, and how its client is compiled and run. */
export interface Generator {
  readonly name: string
  readonly version: string
  /** The variant of the document that it gets. */
  readonly document: '3.1' | '3.0'
  readonly needs: readonly Program[]
  /** Downloads what the commands below need. Later runs reuse it. */
  install(downloads: string): readonly Command[]
  generate(place: Place): readonly Command[]
  /** Undefined when there is no compiler. */
  compile?(place: Place): readonly Command[]
  /** Runs the client against the local stack. The environment has API_URL, EMAIL and PICTURE. */
  call?(place: Place): readonly Command[]
  /** For the table: Markdown. */
  readonly remarks: string
}

export const CLIENTS = `${import.meta.dirname}/clients`
