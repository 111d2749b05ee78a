import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildFunctions, loadedBytes } from './contenders.ts'

/** KB that each function loads when it starts, by id. */
export type Sizes = Readonly<Record<string, number>>

export const BUDGET_FILE = resolve(import.meta.dirname, 'budget.json')
/** A bundle may grow by this factor before `npm run budget` must accept it. */
const GROWTH = 1.03

/** Builds all bundles and measures what each loads. */
export async function measureBundles(): Promise<Sizes> {
  const folder = await mkdtemp(join(tmpdir(), 'budget-'))
  try {
    const { routes, workers } = await buildFunctions(folder)
    return Object.fromEntries(
      [...routes, ...workers].map(({ id }) => [id, toKilobytes(loadedBytes(join(folder, id)))]),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A line for each function that exceeds its budget or has none. */
export function findOverruns(sizes: Sizes, budget: Sizes): string[] {
  const accept = 'If it should be so: npm run budget'
  return Object.entries(sizes).flatMap(([id, size]) => {
    const allowed = budget[id]
    if (allowed === undefined) return [`${id} has no budget; it loads ${size} KB. ${accept}`]
    if (size <= allowed * GROWTH) return []
    const growth = Math.round((size / allowed - 1) * 100)
    return [`${id} loads ${size} KB, ${growth} % more than its budget of ${allowed} KB. ${accept}`]
  })
}

function toKilobytes(bytes: number): number {
  return Math.round((bytes / 1024) * 10) / 10
}
