import { basename, join } from 'node:path'
import type { Plugin } from 'esbuild'

/** A file of this project that a bundle imports dynamically. */
interface LazyFile {
  readonly path: string
  /** Its name beside the bundles that import it. */
  readonly name: string
}

/**
 * Keeps dynamically imported files of this project out of the bundles, as separate files beside
 * them. Such a file contains its own copy of what it imports, so it must have no state and define
 * no error class that other code checks for.
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

  /** The file behind an import path of a bundle. Undefined for other imports. */
  find(importPath: string): LazyFile | undefined {
    return this.#found.get(importPath)
  }
}
