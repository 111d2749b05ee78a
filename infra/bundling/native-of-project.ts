import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

/** esbuild plugin: imports packages with native code from the project, by their paths there. */
export function nativeOfProject(packages: readonly string[]): Plugin {
  const { resolve } = createRequire(import.meta.url)
  return {
    name: 'native-of-project',
    setup: ({ onResolve }) => {
      for (const name of new Set(packages)) {
        const path = pathToFileURL(resolve(name)).href
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path, external: true }))
      }
    },
  }
}
