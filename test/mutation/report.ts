import { relative } from 'node:path'
import { ROOT } from './list-mutants.ts'
import type { MutantResult } from './run-stryker.ts'

/** The mutants of a folder that ran, and those that no test loads. */
export interface FolderReport {
  readonly folder: string
  readonly mutants: number
  /** Failed a test, ran out of time, or kept a test file from loading. */
  readonly killed: number
  readonly survived: number
  readonly noCoverage: number
  /** File, line and change of each mutant that was not killed. */
  readonly survivors: readonly string[]
}

/** Sums up a folder. `lines` are the original lines of a file, to show what was changed. */
export function reportFolder(
  folder: string,
  results: readonly MutantResult[],
  linesOf: (file: string) => readonly string[],
): FolderReport {
  const count = (...statuses: string[]) =>
    results.filter(({ status }) => statuses.includes(status)).length
  const alive = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
  return {
    folder,
    mutants: results.length,
    killed: count('Killed', 'Timeout', 'RuntimeError'),
    survived: count('Survived'),
    noCoverage: count('NoCoverage'),
    survivors: alive.map((mutant) => describe(mutant, linesOf)),
  }
}

/** The share of killed mutants among all, covered or not, in per cent. */
export function scoreOf(reports: readonly FolderReport[]): number {
  const sum = (field: 'killed' | 'mutants') =>
    reports.reduce((total, report) => total + report[field], 0)
  return sum('mutants') === 0 ? 100 : (100 * sum('killed')) / sum('mutants')
}

/** One line per folder. */
export function toLine(report: FolderReport): string {
  const { folder, mutants, killed, survived, noCoverage } = report
  const score = scoreOf([report]).toFixed(1)
  return `${folder}: ${mutants} mutants, ${killed} killed, ${survived} survived, ${noCoverage} no coverage, ${score} %`
}

function describe(mutant: MutantResult, linesOf: (file: string) => readonly string[]): string {
  const { start, end } = mutant.location
  const file = relative(ROOT, mutant.fileName)
  const first = linesOf(file)[start.line] ?? ''
  const original =
    end.line === start.line
      ? first.slice(start.column, end.column)
      : `${first.slice(start.column)} …`
  const change = (mutant.replacement ?? '').replaceAll(/\s+/g, ' ')
  const note = mutant.status === 'NoCoverage' ? ' (no coverage)' : ''
  return `${file}:${start.line + 1}: ${original} → ${change}${note}`
}
