import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { context, formatMessages, type OutputFile, type Plugin } from 'esbuild'
import { OPTIONS, rules } from './bundle-functions.ts'
import { type BundleSource, entries, entryOf } from './entries.ts'
import { unmarkBundles } from './reuse.ts'

/** The functions whose bundles were replaced, or esbuild's errors as text, each with file and line. */
export type Rebuilt = { readonly changed: readonly string[] } | { readonly error: string }

const CHUNKS = 'chunks'

/**
 * Bundles functions again and again, for reloads. It is fast because esbuild keeps what it has parsed, and
 * because the bundles share the files of `chunks/`: all functions take as long as one deployed bundle.
 */
export class Rebuilder {
  readonly #folder: string
  #context: ReturnType<typeof openContext>
  /** Text of each `index.mjs`, by function id. It contains the hashes of the files that it imports. */
  #entries = new Map<string, string>()
  #confirmed = new Map<string, string>()

  private constructor(functions: readonly BundleSource[], folder: string) {
    this.#folder = folder
    this.#context = openContext(functions, folder)
  }

  /**
   * Bundles the functions, without replacing the bundles in the folder. If a function cannot be bundled now,
   * the first rebuild that succeeds replaces all.
   */
  static async open(functions: readonly BundleSource[], folder: string): Promise<Rebuilder> {
    const rebuilder = new Rebuilder(functions, folder)
    try {
      const { outputFiles } = await (await rebuilder.#context).rebuild()
      rebuilder.#writeChunks(outputFiles)
      rebuilder.#entries = rebuilder.#entriesOf(outputFiles)
      rebuilder.confirm()
    } catch {
      // The rebuild that follows a save reports it.
    }
    return rebuilder
  }

  /**
   * Replaces the bundles that differ from those of the last rebuild, or all. After an error all bundles stay.
   */
  async rebuild(all = false): Promise<Rebuilt> {
    try {
      const { outputFiles } = await (await this.#context).rebuild()
      this.#writeChunks(outputFiles)
      if (all) this.#entries = new Map()
      return { changed: this.#replace(this.#entriesOf(outputFiles)) }
    } catch (error) {
      return { error: await describe(error) }
    }
  }

  /** Replaces the list of functions, and rebuilds. */
  async setFunctions(functions: readonly BundleSource[]): Promise<Rebuilt> {
    const old = await this.#context
    this.#context = openContext(functions, this.#folder)
    await old.dispose()
    return await this.rebuild()
  }

  /** Keeps the current bundles for the next `undo`. */
  confirm(): void {
    this.#confirmed = this.#entries
  }

  /** Brings back the confirmed bundles, and returns the functions that this changes. */
  undo(): readonly string[] {
    return this.#replace(new Map([...this.#entries, ...this.#confirmed]))
  }

  async close(): Promise<void> {
    await (await this.#context).dispose()
  }

  #replace(next: Map<string, string>): string[] {
    const changed = [...next].filter(([id, text]) => this.#entries.get(id) !== text)
    // From now on these are not the bundles that a start would make.
    if (changed.length > 0) unmarkBundles(this.#folder)
    for (const [id, text] of changed) write(join(this.#folder, id, 'index.mjs'), text)
    this.#entries = next
    return changed.map(([id]) => id)
  }

  /** Their names contain a hash of their content. Old ones stay, for events that still run the old code. */
  #writeChunks(files: readonly OutputFile[]): void {
    for (const { path, contents } of files) {
      if (!this.#isEntry(path) && !existsSync(path)) write(path, contents)
      // A map has no hash in its name, and only tools read it.
      else if (path.endsWith('.map')) write(path, contents)
    }
  }

  #entriesOf(files: readonly OutputFile[]): Map<string, string> {
    const own = files.filter(({ path }) => this.#isEntry(path) && path.endsWith('.mjs'))
    return new Map(own.map(({ path, text }) => [basename(dirname(path)), text]))
  }

  #isEntry(path: string): boolean {
    return dirname(path) !== join(this.#folder, CHUNKS)
  }
}

async function openContext(functions: readonly BundleSource[], folder: string) {
  const native = functions.flatMap(({ nativePackages }) => nativePackages)
  return await context({
    ...OPTIONS,
    // Names stay readable in stacks and debuggers.
    minify: false,
    splitting: true,
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    entryPoints: functions.map((source) => ({ in: entryOf(source), out: `${source.id}/index` })),
    outdir: folder,
    plugins: [entries(functions, true), ofProject(native), ...rules],
    write: false,
    logLevel: 'silent',
  })
}

/** Imports packages with native code from the project, because shared files are outside of the functions' folders. */
function ofProject(packages: readonly string[]): Plugin {
  const { resolve } = createRequire(import.meta.url)
  return {
    name: 'native-packages-of-project',
    setup: ({ onResolve }) => {
      for (const name of new Set(packages)) {
        const path = pathToFileURL(resolve(name)).href
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path, external: true }))
      }
    },
  }
}

/** Writes a file in one step, because a function may be loading it. */
function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

async function describe(error: unknown): Promise<string> {
  const { errors } = error as { errors?: Parameters<typeof formatMessages>[0] }
  if (!errors) return String(error)
  return (await formatMessages(errors, { kind: 'error' })).join('').trim()
}
