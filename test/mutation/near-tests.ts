import { globSync } from 'node:fs'
import { join } from 'node:path'
import { type Graph, modulesOf } from '../support/test-projects.ts'
import { ROOT } from './list-mutants.ts'

/** The tests of deployed code. */
const TESTS = 'test/{shared/*,functions,properties,infra/docs,infra/ops/import}/**/*.test.ts'
/** They run the code in another process, by `npm start`, `npm pack` or in a browser: without mutants. */
const RUN_OUTSIDE = [
  'test/infra/launch.test.ts',
  'test/infra/start/{start,inspect,reload/reload}.test.ts',
  'test/infra/{client,local}/package.test.ts',
  'test/infra/client/browser.test.ts',
]
/** Tests of all features at once. */
const OF_ALL =
  'test/{shared/{*,http/{lost-responses,infrastructure-faults},rate-limits/network-limits},consistent-reads,round-trips}.test.ts'
const SUPPORT = globSync('test/support/**/*.ts', { cwd: ROOT })

/**
 * The test files that load a mutated file, or that test a file which loads one. For a folder of infra/, such as
 * infra/ops: only those in test/infra/ops. Those of the mutated folder come first, and those of all features last:
 * the first failure ends the run of a mutant.
 */
export function nearTests(mutated: readonly string[]): string[] {
  const graph: Graph = new Map()
  const [infra] = /^infra(?:\/[\w-]+)?(?=\/)/.exec(mutated[0] ?? '') ?? []
  // Most tests of infra/ run the whole stack. Only those of the same folder are about what is mutated.
  const pattern = infra ? `test/${infra}/**/*.test.ts` : TESTS
  const tests = globSync(pattern, { cwd: ROOT, exclude: RUN_OUTSIDE }).sort()
  const near = tests.filter((test) => {
    return [test, ...testedFiles(test)].some((file) => {
      // Every test loads support files, which load much: they show nothing.
      const loaded = modulesOf(file, ROOT, graph, new Set(SUPPORT))
      return mutated.some((one) => loaded.has(one))
    })
  })
  const own = near.filter((test) => testedFiles(test).some((file) => mutated.includes(file)))
  return [...new Set([...own, ...near, ...(infra ? [] : globSync(OF_ALL, { cwd: ROOT }))])]
}

/** The sources that a test file mirrors: the functions of a route, else the files of a folder. */
function testedFiles(test: string): string[] {
  const [, area = '', folders = ''] =
    /^test\/(shared|functions|infra)\/(?:(.+)\/)?/.exec(test) ?? []
  const folder = join(area, folders)
  const sources = globSync(`${folder}/*.ts`, { cwd: ROOT, exclude: ['**/*.docs.ts'] })
  const name = test.slice(test.lastIndexOf('/') + 1)
  const ofRoute = sources.filter((source) => name.startsWith(stemOf(source)))
  return area === 'functions' && ofRoute.length > 0 ? ofRoute : sources
}

/** The file's name up to its first dot: `login` of `login.post.ts`. */
function stemOf(source: string): string {
  return source.slice(source.lastIndexOf('/') + 1).split('.')[0] ?? ''
}
