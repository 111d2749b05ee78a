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
const PAGES = /^infra\/pages\/|^docs\/openapi(?:-3\.0)?\.json$/
const PAGE_FUNCTIONS = ['DeleteAccountPage', 'DocsPage', 'OpenApiPage']
const CONSOLE_PAGES = /^infra\/(?:local|start)\/console\/page\//
/** Files of programs that run already, in this process or beside it. */
const RESTARTED = /^infra\/(?:local|start|bundling|functions)\//

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
  #last: Promise<void>

  constructor(options: ReloaderOptions) {
    this.#options = options
    this.#functions = options.functions
    // Also replaces what was saved while the stack started.
    this.#last = this.#bundle({ do: 'open', functions: options.functions }).then(
      async (rebuilt) => void (await this.#replace(rebuilt)),
      (error: unknown) => void this.#report(error),
    )
  }

  /** Applies changed files, given by their paths from the root. */
  save(files: readonly string[]): void {
    const started = performance.now()
    // The synthesis of an earlier save would not have the new files.
    this.#synthesis?.end()
    this.#waiting += 1
    this.#last = this.#last.then(() => this.#apply(files, started))
  }

  close(): void {
    this.#synthesis?.end()
    this.#bundler.end()
  }

  async #apply(files: readonly string[], started: number): Promise<void> {
    const { print, status } = this.#options
    this.#waiting -= 1
    if (files.some((file) => CONSOLE_PAGES.test(file))) status.publish('page-changed', {})
    const others = files.filter((file) => !CONSOLE_PAGES.test(file))
    const restarted = others.filter((file) => RESTARTED.test(file))
    if (restarted.length > 0) print(`Restart npm start to run the new ${restarted.join(', ')}.`)
    if (others.length === restarted.length) return
    for (const file of others) this.#saved.add(file)
    try {
      // Includes code of an earlier save that `#goBack` has undone.
      if ([...this.#saved].some((file) => CODE.test(file)) && this.#isComplete()) {
        const count = await this.#replace(await this.#bundle({ do: 'rebuild' }))
        const seconds = ((performance.now() - started) / 1000).toFixed(2)
        if (count > 0) print(`Reloaded ${count} functions in ${seconds} s.`)
      }
    } catch (error) {
      this.#report(error)
      return
    }
    // The next save synthesizes for both.
    if (this.#waiting > 0) return
    try {
      await this.#synthesize([...this.#saved].some((file) => PAGES.test(file)))
      status.set()
      this.#saved.clear()
    } catch (error) {
      await this.#goBack(error)
    }
  }

  /** Whether the file of each function exists. If not, the synthesis finds the new list of functions. */
  #isComplete(): boolean {
    return this.#functions.every(({ path }) => existsSync(path))
  }

  /** Synthesizes the app and applies its template. */
  async #synthesize(withPages: boolean): Promise<void> {
    const child = new Child<'bundled', SynthesisMessage>('./synthesize-process.ts')
    this.#synthesis = child
    const { functions } = requireNoError(await child.next()) as { functions: BundleSource[] }
    if (!isDeepStrictEqual(functions, this.#functions)) {
      const rebuilt = await this.#bundle({ do: 'setFunctions', functions })
      this.#functions = functions
      await this.#replace(rebuilt)
    }
    child.send('bundled')
    const { assembly } = requireNoError(await child.next()) as { assembly: string }
    const { stack, print } = this.#options
    const before = stack.functions
    await stack.update(assembly)
    await this.#bundle({ do: 'confirm' })
    replacePages(STAGED_PAGES, BUNDLES)
    if (withPages) await this.#replace({ changed: PAGE_FUNCTIONS })
    for (const line of describeChanges(before, stack.functions)) print(line)
  }

  async #bundle(request: BundleRequest): Promise<Rebuilt> {
    this.#bundler.send(request)
    return requireNoError(await this.#bundler.next())
  }

  /** Replaces the environments of functions whose bundles changed. Returns how many functions these are. */
  async #replace(rebuilt: Rebuilt): Promise<number> {
    const { changed } = requireNoError(rebuilt) as { changed: readonly string[] }
    const functions = this.#options.stack.functions.filter(({ folder }) => {
      return changed.includes(basename(folder))
    })
    await this.#options.stack.renew(functions.map(({ name }) => name))
    return functions.length
  }

  /** Brings back the functions of the last synthesis that was applied. */
  async #goBack(error: unknown): Promise<void> {
    if (!this.#report(error)) return
    try {
      await this.#replace(await this.#bundle({ do: 'undo' }))
    } catch (failure) {
      this.#report(failure)
    }
  }

  /** Shows why a save is not applied. Returns false for one that a later save has replaced. */
  #report(error: unknown): boolean {
    // A later save, or the end of `npm start`, has ended the synthesis.
    if (error instanceof ChildEndedError) return false
    const text = error instanceof Error ? error.message : String(error)
    this.#options.print(`The save is not applied; the old code continues.\n${text}`)
    this.#options.status.set(text)
    return true
  }
}

function requireNoError<T extends object>(message: T): Exclude<T, { readonly error: string }> {
  if ('error' in message) throw new Error(String(message.error))
  return message as Exclude<T, { readonly error: string }>
}
