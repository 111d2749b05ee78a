import { existsSync, type FSWatcher, watch } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')
const FOLDERS = ['functions', 'shared', 'infra', 'docs']
/** Files that a reload uses. `docs/` has nothing else that runs. */
const WATCHED =
  /^(?:functions|shared|infra)\/.*\.(?:ts|mjs|js|css|html|svg|json)$|^docs\/openapi\.json$/
/** Editors save in several steps, and a save of several files is one change. */
const QUIET_MS = 30

/** Watches the sources from its creation on. */
export class SourceWatcher {
  readonly #changed = new Set<string>()
  readonly #watchers: readonly FSWatcher[]
  #timer: NodeJS.Timeout | undefined
  #onSave: ((files: readonly string[]) => void) | undefined

  constructor() {
    const folders = FOLDERS.filter((folder) => existsSync(join(ROOT, folder)))
    this.#watchers = folders.map((folder) =>
      watch(join(ROOT, folder), { recursive: true, persistent: false }, (_, name) => {
        this.#add(`${folder}/${name}`)
      }),
    )
  }

  /** Calls `onSave` after each save with the changed files, relative to the root; also for earlier saves. */
  start(onSave: (files: readonly string[]) => void): void {
    this.#onSave = onSave
    this.#flush()
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers) watcher.close()
  }

  #add(file: string): void {
    if (!WATCHED.test(file) || file.includes('node_modules/')) return
    this.#changed.add(file)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#flush(), QUIET_MS)
  }

  #flush(): void {
    const files = [...this.#changed]
    if (!this.#onSave || files.length === 0) return
    this.#changed.clear()
    this.#onSave(files)
  }
}
