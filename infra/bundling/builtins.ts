import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/**
 * esbuild plugin: replaces imports of Node's built-in modules with `process.getBuiltinModule`. An
 * ES import evaluates every export of a module, deprecated and lazy ones too: importing `node:http`
 * loads undici, 10 ms of each cold start. With this plugin a bundle evaluates only what it uses.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup: ({ initialOptions, onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?[a-z_/0-9]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined
      // esbuild cannot drop exports of a dynamic import, so such an import gets the whole module.
      const namespace = kind === 'dynamic-import' ? 'whole-builtin' : 'builtin'
      return { path: path.replace(/^node:/, ''), namespace, sideEffects: false }
    })
    onLoad({ filter: /.*/, namespace: 'whole-builtin' }, ({ path }) => ({
      // A file of its own, which `splitting` makes of it, would export `module.exports` as the default only.
      contents: initialOptions.splitting
        ? toModule(`node:${path}`)
        : `module.exports = process.getBuiltinModule("node:${path}")`,
      loader: 'js',
    }))
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: toModule(`node:${path}`),
      loader: 'js',
    }))
  },
}

/** Generates a module that reads each export separately, so that esbuild can drop unused ones. */
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
