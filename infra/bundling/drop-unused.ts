import { readFile } from 'node:fs/promises'
import type { Loader, Plugin } from 'esbuild'
import ts from 'typescript'

/**
 * esbuild plugin: marks constants of functions/ and shared/ as free of side effects, so that esbuild drops
 * those that a bundle does not use. Without it esbuild assumes that calls have side effects, and keeps every
 * schema of a used file. A test proves that importing these files has no side effect. Also removes a
 * route's `response`, which only the documentation uses.
 */
export const dropUnused = marking('drop-unused', /\/(?:functions|shared)\/.*\.ts$/, 'ts')

/**
 * esbuild plugin: like `dropUnused`, for the schemas of operations in the AWS SDK. Without it esbuild keeps
 * them, because they have computed keys.
 */
export const dropSdkSchemas = marking(
  'drop-sdk-schemas',
  /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/,
  'js',
)

function marking(name: string, filter: RegExp, loader: Loader): Plugin {
  // A cache, because parsing all files takes 0.3 s. A rebuild parses only the changed ones.
  const marked = new Map<string, { readonly code: string; readonly contents: string }>()
  return {
    name,
    setup: ({ onLoad }) => {
      onLoad({ filter }, async ({ path }) => {
        const code = await readFile(path, 'utf8')
        const known = marked.get(path)
        const contents = known?.code === code ? known.contents : markPure(code)
        marked.set(path, { code, contents })
        return { contents, loader }
      })
    },
  }
}

/** Marks the droppable constants of a module. Line numbers stay the same. */
export function markPure(code: string): string {
  const file = ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest)
  const edits = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) => (initializer && isDroppable(initializer) ? [initializer] : []))
    .flatMap((initializer) => [
      { start: initializer.getStart(file), end: initializer.getStart(file), text: PURE },
      ...responseOf(initializer).map((response) => blank(code, response)),
      { start: initializer.end, end: initializer.end, text: '))()' },
    ])
  return edits.reduceRight(
    (text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end),
    code,
  )
}

const PURE = '/* @__PURE__ */ (() => ('

/** Removes a property and its comma, but not its line breaks. */
function blank(code: string, { pos: start, end }: ts.Node) {
  const after = code[end] === ',' ? end + 1 : end
  return { start, end: after, text: code.slice(start, after).replaceAll(/[^\n]/g, '') }
}

/** Whether an expression calls or creates something, and does not await. */
function isDroppable(initializer: ts.Expression): boolean {
  return contains(initializer, isWork) && !contains(initializer, ts.isAwaitExpression)
}

function isWork(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isArrayLiteralExpression(node)
}

/** Whether an expression contains a node for which `isMatch` is true, outside of the functions that it defines. */
function contains(node: ts.Node, isMatch: (node: ts.Node) => boolean): boolean {
  if (isMatch(node)) return true
  if (ts.isFunctionLike(node)) return false
  return ts.forEachChild(node, (child) => contains(child, isMatch) || undefined) ?? false
}

/** The property `response` of `defineRoute({…})`. */
function responseOf(initializer: ts.Expression): ts.Node[] {
  if (!ts.isCallExpression(initializer)) return []
  const {
    expression,
    arguments: [contract],
  } = initializer
  if (!ts.isIdentifier(expression) || expression.text !== 'defineRoute') return []
  if (!contract || !ts.isObjectLiteralExpression(contract)) return []
  return contract.properties.filter(
    ({ name }) => name && ts.isIdentifier(name) && name.text === 'response',
  )
}
