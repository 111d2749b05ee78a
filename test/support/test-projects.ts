import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * The vitest projects. A test file runs in the first project below of which it imports a module,
 * directly or through others. A file that imports none of these modules runs in `unit`.
 */
const MODULES = {
  /** Needs the local stack, which all files of a run share. */
  stack: ['test/support/stack.ts'],
  /** Switches this process to another stack. Its AWS clients then keep that endpoint for the next file. */
  isolated: ['infra/ops/use-outputs.ts'],
  /** Starts a program or a separate stack, synthesizes the CDK app, or bundles functions. */
  system: ['node:child_process', 'aws-cdk-lib', 'esbuild'],
}

/** What each file imports, filled by `modulesOf`. */
export type Graph = Map<string, readonly string[]>

/** The test files below a root folder that do not run in `unit`, by project. */
export function filesByProject(root = resolve(import.meta.dirname, '../..')) {
  const graph: Graph = new Map()
  const files = globSync('test/**/*.test.ts', {
    cwd: root,
    exclude: ['**/node_modules/**', 'test/e2e/**'],
  })
  const importing = (modules: readonly string[]) => {
    return files.filter((file) => {
      const imported = modulesOf(file, root, graph)
      return modules.some((one) => imported.has(one))
    })
  }
  const stack = importing(MODULES.stack)
  const isolated = importing(MODULES.isolated).filter((file) => !stack.includes(file))
  const system = importing(MODULES.system).filter((file) => ![...stack, ...isolated].includes(file))
  return { stack, isolated, system }
}

/** Everything that a file loads, itself included: paths below the root, and names of packages. */
export function modulesOf(file: string, root: string, graph: Graph, seen = new Set<string>()) {
  if (seen.has(file)) return seen
  seen.add(file)
  const imported = graph.get(file) ?? importsOf(file, root)
  graph.set(file, imported)
  for (const one of imported) modulesOf(one, root, graph, seen)
  return seen
}

/** The modules that a file imports by a literal name. Type imports are left out: they load nothing. */
function importsOf(file: string, root: string): string[] {
  const path = join(root, file)
  if (!(file.endsWith('.ts') && existsSync(path))) return []
  const source = readFileSync(path, 'utf8')
  const literals = source.matchAll(
    /^(?:import|export) (?!type )(?:[\w\s{},*]+ from )?'([^']+)'|\bimport\('([^']+)'\)/gm,
  )
  return [...literals]
    .map(([, plain, dynamic]) => plain ?? dynamic ?? '')
    .map((name) => (name.startsWith('.') ? join(dirname(file), name) : name))
}
