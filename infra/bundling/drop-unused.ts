import { readFile } from 'node:fs/promises'
import { type Plugin, transform } from 'esbuild'

// These match esbuild's output, whose layout is fixed: a statement starts in column 0, its further
// lines are indented or close a bracket, and the properties of a route are indented by two.
const CONSTANT = /^((?:export )?const \w+ = )(.*?;)(?=\n[^\s)}\]]|\n*(?!.))/gms
const ROUTE = /^export const route = defineRoute\(.*?^}\);$/gms
const RESPONSE = /^ {2}response: .*?$\n(?= {2}\w|\}\))/gms
const CALLS = /^(?!async\b|function\b|class\b|\(.*?\) =>|\w+ =>).*\(/s
const UNSAFE = /\b(?:await|this)\b/

// The SDK's schemas of a service's operations: arrays, each in a statement that ends its line.
const SDK_SCHEMAS = /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/
const SDK_SCHEMA = /^((?:export )?var [\w$]+ = )(\[[^;]*?\]);$/gm

/**
 * esbuild plugin: marks constants as free of side effects, so that esbuild drops those that a
 * bundle does not use. Without it esbuild assumes that calls have side effects, and keeps every
 * schema of a used file.
 * - Constants of functions/ and shared/: a test proves that importing them has no side effect. Each
 *   schema that is not created saves 0.2 ms.
 * - A route's `response`, which only the documentation uses.
 * - The SDK's schemas, kept by esbuild for their computed keys. Saves 58 KB in functions that use S3.
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

/** Marks droppable constants in the output of esbuild. Line numbers stay the same. */
export function markPure(code: string): string {
  if (hasMultilineTemplate(code)) return code
  return code
    .replace(ROUTE, (route) => route.replace(RESPONSE, (lines) => lines.replace(/[^\n]+/g, '')))
    .replace(CONSTANT, (statement, start: string, value: string) =>
      CALLS.test(value) && !UNSAFE.test(value)
        ? `${start}/* @__PURE__ */ (() => (${value.slice(0, -1)}))();`
        : statement,
    )
}

/** Whether a template literal spans several lines, which would look like statements. */
function hasMultilineTemplate(code: string): boolean {
  return code.split('\n').some((line) => (line.match(/`/g)?.length ?? 0) % 2 === 1)
}
