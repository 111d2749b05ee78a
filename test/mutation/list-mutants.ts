import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { Instrumenter } from '@stryker-mutator/instrumenter'

export const ROOT = resolve(import.meta.dirname, '../..')

/** Data and text: nothing that runs on Lambda or in the stack depends on these files. */
const NOT_MUTATED = [
  '{functions,shared}/**/{docs,*.docs}.ts',
  'shared/accounts/common-passwords.ts',
  'infra/client/api-types.ts',
  '**/{dist,node_modules}/**',
]

type Log = ConstructorParameters<typeof Instrumenter>[0]

/** A mutant as the instrumenter and the checker see it: its file is absolute, its lines begin at 0. */
export type Mutant = Awaited<ReturnType<Instrumenter['instrument']>>['mutants'][number]

/** The mutated files of a folder, or of a pattern such as `shared/*.ts`. They count from the root. */
export function mutatedFiles(folder: string): string[] {
  const pattern = folder.endsWith('.ts') ? folder : `${folder}/**/*.ts`
  return globSync(pattern, { cwd: ROOT, exclude: NOT_MUTATED }).sort()
}

/** All mutants of these files. */
export async function listMutants(files: readonly string[]): Promise<Mutant[]> {
  const sources = files.map(async (file) => ({
    name: resolve(ROOT, file),
    content: await readFile(resolve(ROOT, file), 'utf8'),
    mutate: true,
  }))
  const options = { plugins: null, excludedMutations: [], ignorers: [] }
  const { mutants } = await new Instrumenter(silent).instrument(await Promise.all(sources), options)
  return [...mutants]
}

/** What names a mutant in every process: file, place and change. */
export function keyOf({ fileName, location: { start, end }, replacement }: Mutant): string {
  const place = `${start.line}:${start.column}-${end.line}:${end.column}`
  return `${relative(ROOT, fileName)}:${place} ${replacement}`
}

/** Chooses `count` keys. Equal seeds choose equal keys. */
export function sampleKeys(keys: readonly string[], count: number, seed: number): string[] {
  const rank = (key: string) => createHash('sha256').update(`${seed} ${key}`).digest('hex')
  return keys
    .map((key) => ({ key, rank: rank(key) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, count)
    .map(({ key }) => key)
}

const silent = new Proxy({} as Log, { get: () => () => false })
