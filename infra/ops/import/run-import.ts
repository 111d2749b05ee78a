import { existsSync } from 'node:fs'
import { Progress } from '../progress.ts'
import { type AccountTotals, importAccounts } from './import-accounts.ts'
import { type AttemptTotals, importAttempts } from './import-attempts.ts'
import { countLines } from './read-lines.ts'
import { type ResultFile, resultFile } from './result-files.ts'

/** The result of an import. */
export interface ImportReport {
  readonly users: AccountTotals
  readonly attempts?: AttemptTotals
  /** The lines that would fail. Empty unless it is a dry run, which writes no files. */
  readonly failures: readonly Failure[]
  /** The result files. */
  readonly files: readonly string[]
}

interface Failure {
  readonly file: string
  readonly line: number
  readonly reason: string
}

/** What to import. */
export interface ImportInput {
  /** The file of users. */
  readonly users: string
  /** The file of their attempts. */
  readonly attempts?: string | undefined
  /** Origins of the servers to download pictures from. */
  readonly picturesFrom?: readonly string[] | undefined
  /** Checks everything and writes nothing. @default false */
  readonly isDryRun?: boolean
}

/** Imports a file of users, and then a file of their attempts. Call useStack before: it sets the environment. */
export async function runImport(input: ImportInput): Promise<ImportReport> {
  const { users, attempts, picturesFrom = [], isDryRun = false } = input
  const failures: Failure[] = []
  const paths: string[] = []
  const open = (file: string, name: string): ResultFile => {
    if (!isDryRun) {
      const opened = resultFile(file, name)
      paths.push(opened.path)
      return opened
    }
    const write = (line: object) => {
      if (name === 'failed') failures.push({ file, ...(line as { line: number; reason: string }) })
    }
    return { path: '', write }
  }
  const stored = new Set<string>()
  const userTotals = await importAccounts(
    { file: users, picturesFrom, isDryRun },
    { failed: open(users, 'failed'), ids: open(users, 'ids'), toInvite: open(users, 'to-invite') },
    { show: await progressOf('users', users), stored: (id) => stored.add(id) },
  )
  const attemptTotals =
    attempts === undefined
      ? undefined
      : await importAttempts(
          { file: attempts, isDryRun },
          stored,
          open(attempts, 'failed'),
          await progressOf('attempts', attempts),
        )
  const files = paths.filter((path) => existsSync(path))
  return { users: userTotals, ...(attemptTotals && { attempts: attemptTotals }), failures, files }
}

/** Returns a function that shows a progress bar, on a terminal only. */
async function progressOf(label: string, file: string): Promise<(lines: number) => void> {
  if (!process.stderr.isTTY) return () => undefined
  const progress = new Progress(label, await countLines(file))
  return (lines) => progress.show(lines)
}
