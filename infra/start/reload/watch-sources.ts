import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { join, resolve } from 'node:path'
import { explainStartFailure } from '../explain-start-failure.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
/** Of `docs/` only files that pages serve are watched, and no folder. */
const FOLDERS = ['functions', 'shared', 'infra', 'docs']
const WATCHED_FILES =
  /^(?:functions|shared|infra)\/.*\.(?:ts|mjs|js|css|html|svg|json)$|^docs\/openapi(?:-3\.0)?\.json$/
/** Editors save in several steps, and a save of several files is one change. */
const QUIET_MS = 30

/**
 * Watches the sources from its creation on. Each folder has its own watcher: on Linux, the recursive watcher of
 * Node 24 loses a file that is replaced, as many editors and git do, and reports no later save of it.
 */
export class SourceWatcher {
  readonly #root: string
  readonly #changed = new Set<string>()
  /** By folder, relative to the root. */
  readonly #watchers = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined
  #onSave: ((files: readonly string[]) => void) | undefined

  constructor(root = ROOT) {
    this.#root = root
    for (const folder of FOLDERS) if (this.#isFolder(folder)) this.#watch(folder)
  }

  /**
   * Calls `onSave` after each save with the changed files, relative to the root; also for earlier saves. A
   * folder that was added, moved or removed is in the list itself.
   */
  start(onSave: (files: readonly string[]) => void): void {
    this.#onSave = onSave
    this.#flush()
  }

  stop(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) watcher.close()
  }

  /** Watches a folder and the folders in it. */
  #watch(folder: string): void {
    const path = join(this.#root, folder)
    const watcher = watch(path, { persistent: false }, (_, name) => this.#see(`${folder}/${name}`))
    // The folder was removed, which the watcher of its parent reports.
    watcher.on('error', () => watcher.close())
    this.#watchers.set(folder, watcher)
    if (folder === 'docs') return
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'node_modules') {
        this.#watch(`${folder}/${entry.name}`)
      }
    }
  }

  #watchAgain(folder: string): void {
    try {
      this.#watch(folder)
    } catch (error) {
      // It may have been removed meanwhile: its parent reports that too.
      if (!this.#isFolder(folder)) return
      process.stderr.write(`Saves in ${folder} are not applied. ${explainStartFailure(error)}\n`)
    }
  }

  #unwatch(folder: string): void {
    for (const [path, watcher] of this.#watchers) {
      if (path !== folder && !path.startsWith(`${folder}/`)) continue
      watcher.close()
      this.#watchers.delete(path)
    }
  }

  #see(path: string): void {
    if (/(?:^|\/)node_modules(?:\/|$)/.test(path)) return
    const wasFolder = this.#watchers.has(path)
    const isFolder = !path.startsWith('docs/') && this.#isFolder(path)
    // Unwatches a folder even if it exists: it may have been removed and created again.
    if (wasFolder) this.#unwatch(path)
    if (isFolder) this.#watchAgain(path)
    if (wasFolder || isFolder || WATCHED_FILES.test(path)) this.#add(path)
  }

  #isFolder(path: string): boolean {
    return statSync(join(this.#root, path), { throwIfNoEntry: false })?.isDirectory() ?? false
  }

  #add(path: string): void {
    this.#changed.add(path)
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
