import { basename, join } from 'node:path'
import type { Plugin } from 'esbuild'

/** A file of ours that is loaded only when it is needed. */
interface LazyFile {
  readonly path: string
  /** Its name beside each bundle that may load it. */
  readonly name: string
}

/**
 * Keeps what our own code imports dynamically out of the bundle, as a file beside it. Such a file
 * is bundled with all that it imports: it must hold no state and throw no error of its own class.
 */
export class LazyFiles {
  readonly #found = new Map<string, LazyFile>()

  readonly plugin: Plugin = {
    name: 'lazy-files',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined
        const file = { path: join(resolveDir, path), name: basename(path, '.ts') }
        this.#found.set(`./${file.name}.mjs`, file)
        return { path: `./${file.name}.mjs`, external: true }
      })
    },
  }

  /** The file that a bundle imports by this path; undefined when it is something else. */
  find(importPath: string): LazyFile | undefined {
    return this.#found.get(importPath)
  }
}
