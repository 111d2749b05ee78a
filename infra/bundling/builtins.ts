import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/**
 * Takes Node's own modules from `process.getBuiltinModule`. An ES import of one reads every export
 * of it, the deprecated and the lazy ones too: `node:http` alone then loads undici, some 10 ms of
 * each cold start. Only what a bundle uses stays in it.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?[a-z_/0-9]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined
      // Of what is imported dynamically esbuild drops nothing, so there it is left whole.
      const namespace = kind === 'dynamic-import' ? 'whole-builtin' : 'builtin'
      return { path: path.replace(/^node:/, ''), namespace, sideEffects: false }
    })
    onLoad({ filter: /.*/, namespace: 'whole-builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule("node:${path}")`,
      loader: 'js',
    }))
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: toModule(`node:${path}`),
      loader: 'js',
    }))
  },
}

/** A module whose exports are read one by one, so that unused ones can be dropped. */
function toModule(name: string): string {
  const module = process.getBuiltinModule(name)
  if (!module) throw new Error(`This Node has no ${name}`)
  const names = Object.keys(module).filter((key) => IDENTIFIER.test(key) && key !== 'default')
  const exports = names.map(
    (key, i) => `const e${i} = /* @__PURE__ */ (() => m.${key})()\nexport { e${i} as ${key} }`,
  )
  const from = `/* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)})`
  return [`const m = ${from}`, 'export default m', ...exports].join('\n')
}
