import { readFile } from 'node:fs/promises'
import { type Plugin, transform } from 'esbuild'

// Applied to what esbuild prints, whose layout is always the same: a statement starts in column 0,
// what continues it is indented or closes a bracket, and a route's properties are indented by two.
const CONSTANT = /^((?:export )?const \w+ = )(.*?;)(?=\n[^\s)}\]]|\n*(?!.))/gms
const ROUTE = /^export const route = defineRoute\(.*?^}\);$/gms
const RESPONSE = /^ {2}response: .*?$\n(?= {2}\w|\}\))/gms
const CALLS = /^(?!async\b|function\b|class\b|\(.*?\) =>|\w+ =>).*\(/s
const UNSAFE = /\b(?:await|this)\b/

// What the SDK says of a service's operations: arrays, each a statement that ends its line.
const SDK_SCHEMAS = /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/
const SDK_SCHEMA = /^((?:export )?var [\w$]+ = )(\[[^;]*?\]);$/gm

/**
 * Lets esbuild drop the constants of our own files that a bundle does not use, though calls make
 * them: it must else suppose that a call does something, and keeps every schema of a file of which
 * one is used. Ours may not: a test imports every function and sees it do nothing. A route's
 * `response` is for the documentation and goes as well. Each schema that is not made saves 0.2 ms.
 * Of the SDK's schemas some have computed keys, which esbuild takes for something done, too: of S3's
 * 58 KB go.
 */
export const dropUnused: Plugin = {
  name: 'drop-unused',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/(?:functions|shared)\/.*\.ts$/ }, async ({ path }) => {
      if (path.includes('/node_modules/')) return undefined
      const { code } = await transform(await readFile(path, 'utf8'), {
        loader: 'ts',
        target: 'node24',
        sourcemap: 'inline',
        sourcefile: path,
      })
      return { contents: markPure(code), loader: 'js' }
    })
    onLoad({ filter: SDK_SCHEMAS }, async ({ path }) => {
      const code = await readFile(path, 'utf8')
      return { contents: code.replace(SDK_SCHEMA, '$1/* @__PURE__ */ (() => $2)();'), loader: 'js' }
    })
  },
}

/** Marks what may be dropped in a file as esbuild prints it; adds and removes no line before code that stays. */
export function markPure(code: string): string {
  if (hasTextOfSeveralLines(code)) return code
  return code
    .replace(ROUTE, (route) => route.replace(RESPONSE, (lines) => lines.replace(/[^\n]+/g, '')))
    .replace(CONSTANT, (statement, start: string, value: string) =>
      CALLS.test(value) && !UNSAFE.test(value)
        ? `${start}/* @__PURE__ */ (() => (${value.slice(0, -1)}))();`
        : statement,
    )
}

/** Whether a template literal spans lines, which then look like statements. */
function hasTextOfSeveralLines(code: string): boolean {
  return code.split('\n').some((line) => (line.match(/`/g)?.length ?? 0) % 2 === 1)
}
