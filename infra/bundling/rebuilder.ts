import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { context, formatMessages, type OutputFile } from 'esbuild'
import { CHUNKS, reloadOptions } from './bundle-functions.ts'
import type { BundleSource } from './entries.ts'
import { removeFingerprint } from './reuse.ts'

/** The ids of the functions whose bundles were replaced, or esbuild's errors as text, each with file and line. */
export type Rebuilt = { readonly changed: readonly string[] } | { readonly error: string }

/** Replaces the bundles of `reloadOptions` after each save. It is fast because esbuild keeps what it has parsed. */
export class Rebuilder {
  readonly #folder: string
  #context: ReturnType<typeof openContext>
  /**
   * Text of each `index.mjs`, by function id. The names of the chunks that it imports contain their hashes, so the text
   * differs whenever any code of the function differs.
   */
  #entries: Map<string, string>
  /** The entries at the last `confirm`. */
  #confirmed: Map<string, string>

  /** @param folder has the bundles of the functions. */
  constructor(functions: readonly BundleSource[], folder: string) {
    this.#folder = folder
    this.#context = openContext(functions, folder)
    const texts = functions.map(({ id }) => [id, readFileSync(this.#pathOf(id), 'utf8')] as const)
    this.#entries = new Map(texts)
    this.#confirmed = this.#entries
  }

  /** Replaces the bundles that differ. After an error all bundles stay. */
  async rebuild(): Promise<Rebuilt> {
    try {
      const { outputFiles } = await (await this.#context).rebuild()
      this.#writeChunks(outputFiles)
      return { changed: this.#replace(this.#entriesOf(outputFiles)) }
    } catch (error) {
      return { error: await explain(error) }
    }
  }

  /** Replaces the list of functions, and rebuilds. */
  async setFunctions(functions: readonly BundleSource[]): Promise<Rebuilt> {
    const old = await this.#context
    this.#context = openContext(functions, this.#folder)
    await old.dispose()
    return await this.rebuild()
  }

  /** Makes the current bundles those that `undo` brings back. */
  confirm(): void {
    this.#confirmed = this.#entries
  }

  /** Brings back the confirmed bundles, and returns the ids of the functions that this changes. */
  undo(): readonly string[] {
    // The bundle of a function that was added since then stays.
    return this.#replace(new Map([...this.#entries, ...this.#confirmed]))
  }

  #pathOf(id: string): string {
    return join(this.#folder, id, 'index.mjs')
  }

  #replace(next: Map<string, string>): string[] {
    const changed = [...next].filter(([id, text]) => this.#entries.get(id) !== text)
    // The process may end after it has written only some of them.
    if (changed.length > 0) removeFingerprint(this.#folder)
    for (const [id, text] of changed) write(this.#pathOf(id), text)
    this.#entries = next
    return changed.map(([id]) => id)
  }

  /** Writes the chunks and source maps. Old chunks stay, for events that still run the old code. */
  #writeChunks(files: readonly OutputFile[]): void {
    for (const { path, contents } of files) {
      // Source maps are always written, because that of an `index.mjs` has no hash in its name.
      const isNewChunk = !this.#isEntry(path) && !existsSync(path)
      if (path.endsWith('.map') || isNewChunk) write(path, contents)
    }
  }

  #entriesOf(files: readonly OutputFile[]): Map<string, string> {
    const entries = files.filter(({ path }) => this.#isEntry(path) && path.endsWith('.mjs'))
    return new Map(entries.map(({ path, text }) => [basename(dirname(path)), text]))
  }

  #isEntry(path: string): boolean {
    return dirname(path) !== join(this.#folder, CHUNKS)
  }
}

async function openContext(functions: readonly BundleSource[], folder: string) {
  return await context({ ...reloadOptions(functions, folder), write: false, logLevel: 'silent' })
}

/** Replaces a file in one step, because a function may be loading it. */
function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

/** Returns the errors of esbuild as it prints them, with file and line, or the text of another error. */
async function explain(error: unknown): Promise<string> {
  const { errors } = error as { errors?: Parameters<typeof formatMessages>[0] }
  if (!errors) return String(error)
  return (await formatMessages(errors, { kind: 'error' })).join('').trim()
}
