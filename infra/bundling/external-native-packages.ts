import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

/**
 * esbuild plugin that leaves packages with native code out of the bundles. The bundles import them from the project's
 * node_modules, by absolute URL.
 */
export function externalNativePackages(packages: readonly string[]): Plugin {
  const { resolve } = createRequire(import.meta.url)
  return {
    name: 'external-native-packages',
    setup: ({ onResolve }) => {
      for (const name of new Set(packages)) {
        const path = pathToFileURL(resolve(name)).href
        onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path, external: true }))
      }
    },
  }
}
