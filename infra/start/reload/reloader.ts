import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { BundleSource } from '../../bundling/entries.ts'
import type { Rebuilt } from '../../bundling/rebuilder.ts'
import type { LocalStack } from '../../local/options.ts'
import { replacePages } from '../../pages/replace-pages.ts'
import { BUNDLES, STAGED_PAGES } from '../local-folder.ts'
import type { BundleRequest } from './bundle-process.ts'
import { Child, ChildEndedError } from './child.ts'
import { describeChanges } from './describe-changes.ts'
import type { ReloadStatus } from './reload-status.ts'
import type { SynthesisMessage } from './synthesize-process.ts'

/** The parts that a reload uses. */
export interface ReloaderOptions {
  readonly stack: LocalStack
  readonly functions: readonly BundleSource[]
  readonly status: ReloadStatus
  readonly print: (line: string) => void
}

const CODE = /^(?:functions|shared)\//
const CONSOLE_PAGES = /^infra\/(?:local|start)\/console\/page\//
/** Code of `npm start` itself, which is loaded already: a change needs a restart. */
const NEEDS_RESTART = /^infra\/(?:local|start|bundling|functions)\//

/**
 * Applies saved files to a running stack. First the changed functions are bundled and replaced, then the app
 * is synthesized, for routes, environment and permissions. If any step fails, the old code continues.
 */
export class Reloader {
  readonly #options: ReloaderOptions
  readonly #bundler = new Child<BundleRequest, Rebuilt>(
    './bundle-process.ts',
    'No save is applied until you restart npm start.',
  )
  #functions: readonly BundleSource[]
  #synthesis: Child<'bundled', SynthesisMessage> | undefined
  /** Files that were saved since everything was applied. */
  readonly #saved = new Set<string>()
  /** How many saves wait for their turn. */
  #waiting = 0
  /** Resolves when all saves so far are handled. Each save is handled after the one before. */
  #queue: Promise<void>

  constructor(options: ReloaderOptions) {
    this.#options = options
    this.#functions = options.functions
    // Also replaces what was saved while the stack started.
    this.#queue = this.#bundle({ do: 'open', functions: options.functions }).then(
      async (changed) => void (await this.#replace(changed)),
      (error: unknown) => this.#report(error),
    )
  }

  /** Applies changed files, given by their paths from the root. */
  save(files: readonly string[]): void {
    const started = performance.now()
    // The synthesis of an earlier save would not have the new files.
    this.#synthesis?.end()
    this.#waiting += 1
    this.#queue = this.#queue.then(() => this.#apply(files, started))
  }

  close(): void {
    this.#synthesis?.end()
    this.#bundler.end()
  }

  async #apply(files: readonly string[], started: number): Promise<void> {
    this.#waiting -= 1
    if (!this.#collect(files)) return
    try {
      await this.#rebuild(started)
    } catch (error) {
      this.#report(error)
      return
    }
    // The next save synthesizes for both.
    if (this.#waiting > 0) return
    try {
      await this.#synthesize()
      const { print, status } = this.#options
      if (status.state?.error !== undefined) print('The save is applied.')
      status.set()
      this.#saved.clear()
    } catch (error) {
      this.#report(error)
      if (!isEndOfChild(error)) await this.#undo()
    }
  }

  /** Adds the files to `#saved`. Returns false when there is nothing to apply. */
  #collect(files: readonly string[]): boolean {
    const { print, status } = this.#options
    if (files.some((file) => CONSOLE_PAGES.test(file))) status.publish('page-changed', {})
    const others = files.filter((file) => !CONSOLE_PAGES.test(file))
    const needRestart = others.filter((file) => NEEDS_RESTART.test(file))
    if (needRestart.length > 0) print(`Restart npm start to run the new ${needRestart.join(', ')}.`)
    if (others.length === needRestart.length) return false
    for (const file of others) this.#saved.add(file)
    return true
  }

  /** Bundles and replaces the functions, if their code has changed. */
  async #rebuild(started: number): Promise<void> {
    // Includes code of an earlier save that `#undo` has undone.
    const hasCode = [...this.#saved].some((file) => CODE.test(file))
    if (!hasCode || !this.#allFunctionsExist()) return
    const count = await this.#replace(await this.#bundle({ do: 'rebuild' }))
    const seconds = ((performance.now() - started) / 1000).toFixed(2)
    if (count > 0) {
      const functions = count === 1 ? '1 function' : `${count} functions`
      this.#options.print(`Reloaded ${functions} in ${seconds} s.`)
    }
  }

  /** Whether the file of each function exists. If not, the synthesis finds the new list of functions. */
  #allFunctionsExist(): boolean {
    return this.#functions.every(({ path }) => existsSync(path))
  }

  /** Synthesizes the app and applies its template. The child process sends its functions first, then the assembly. */
  async #synthesize(): Promise<void> {
    const child = new Child<'bundled', SynthesisMessage>('./synthesize-process.ts')
    this.#synthesis = child
    const { functions } = requireNoError(await child.next()) as { functions: BundleSource[] }
    if (!isDeepStrictEqual(functions, this.#functions)) {
      const changed = await this.#bundle({ do: 'setFunctions', functions })
      this.#functions = functions
      await this.#replace(changed)
    }
    child.send('bundled')
    const { assembly } = requireNoError(await child.next()) as { assembly: string }
    const { stack, print } = this.#options
    const before = stack.functions
    await stack.update(assembly)
    // From now on, `undo` brings back these bundles.
    await this.#bundle({ do: 'confirm' })
    await this.#replace(replacePages(STAGED_PAGES, BUNDLES))
    for (const line of describeChanges(before, stack.functions)) print(line)
  }

  /** Sends a request to the bundling process. Returns the ids of the functions whose bundles changed. */
  async #bundle(request: BundleRequest): Promise<readonly string[]> {
    this.#bundler.send(request)
    return requireNoError(await this.#bundler.next()).changed
  }

  /** Replaces the environments of functions by their ids. Returns how many of them the stack has. */
  async #replace(ids: readonly string[]): Promise<number> {
    const { stack } = this.#options
    const functions = stack.functions.filter(({ folder }) => ids.includes(basename(folder)))
    await stack.replaceEnvironments(functions.map(({ name }) => name))
    return functions.length
  }

  /** Brings back the functions of the last synthesis that was applied. */
  async #undo(): Promise<void> {
    try {
      await this.#replace(await this.#bundle({ do: 'undo' }))
    } catch (error) {
      this.#report(error)
    }
  }

  /** Shows why a save is not applied. */
  #report(error: unknown): void {
    if (isEndOfChild(error)) return
    const text = error instanceof Error ? error.message : String(error)
    this.#options.print(`The save is not applied; the old code continues.\n${text}`)
    this.#options.status.set(text)
  }
}

/** Whether a later save, or the end of `npm start`, has ended the child. This is not a failure of the save. */
function isEndOfChild(error: unknown): boolean {
  return error instanceof ChildEndedError
}

function requireNoError<T extends object>(message: T): Exclude<T, { readonly error: string }> {
  if ('error' in message) throw new Error(String(message.error))
  return message as Exclude<T, { readonly error: string }>
}
