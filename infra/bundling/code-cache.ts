import { execFileSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildOptions } from 'esbuild'
import { resourceVariables, settingVariables } from '../../shared/config.ts'

const CACHED_ENTRY = join(import.meta.dirname, 'cached-entry.mjs')
const MAKER = 'make-code-cache.mjs'

/**
 * esbuild options of a bundle with a V8 code cache, which skips compilation at cold starts. Node
 * supports it for scripts only, so the bundle is CommonJS.
 */
export const SCRIPT_OPTIONS = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: { js: '(function (exports, require, module) {' },
  footer: { js: '})' },
} satisfies BuildOptions

/**
 * Adds the entry that uses the cache to each function's folder, and generates the caches.
 * @param node Command that runs Lambda's version of Node, because a cache works in the version that
 * made it. `{folder}` is replaced by the bundles' folder. A word with spaces stands in double quotes.
 */
export function addCodeCache(ids: readonly string[], folder: string, node: string): void {
  for (const id of ids) copyFileSync(CACHED_ENTRY, join(folder, id, 'index.mjs'))
  // Functions read these variables when they start. Any value will do.
  const names = [...Object.values(resourceVariables), ...Object.values(settingVariables)]
  const environment = Object.fromEntries(names.map((name) => [name, '1']))
  writeFileSync(join(folder, 'environment.json'), JSON.stringify(environment))
  copyFileSync(join(import.meta.dirname, MAKER), join(folder, MAKER))
  const [command = '', ...args] = (node.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) =>
    word.replaceAll('"', '').replaceAll('{folder}', folder),
  )
  execFileSync(command, [...args, join(folder, MAKER)], { stdio: ['ignore', 'inherit', 'inherit'] })
}
