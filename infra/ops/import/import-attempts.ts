import * as z from 'zod/mini'
import { type Attempt, attempt } from '../../../shared/mcq-stats/attempt.ts'
import { recordRun, toRuns } from '../../../shared/mcq-stats/record-attempts.ts'
import { inParallel } from '../in-parallel.ts'
import { patiently } from '../patiently.ts'
import { parseLine, parseLines } from './parse-lines.ts'
import { readLines } from './read-lines.ts'
import type { ResultFile } from './result-files.ts'
import { readExisting } from './stored-accounts.ts'
import { oldId, toUserId } from './user-id.ts'

/** A line of the file of attempts. It has the fields of a message in the attempts' queue, and the user's old id. */
const attemptLine = z.extend(attempt, { user_id: z.pipe(oldId, z.transform(toUserId)) })

/** The number of lines by result. `accepted` are recorded, now or by an earlier import. */
export interface AttemptTotals {
  lines: number
  accepted: number
  failed: number
}

/** Lines that are sorted and recorded together. */
const GROUP = 5_000
const USERS_AT_ONCE = 16
/** Maximum of BatchGetItem. */
const MAX_READ = 100

interface Parsed {
  readonly line: number
  readonly attempt: Attempt
}

/**
 * Records the attempts of a file as the worker does: each id once, and a user's first attempt at an MCQ as
 * the first attempt. Sorts the attempts within a group of lines by time.
 */
export async function importAttempts(
  { file, isDryRun }: { file: string; isDryRun: boolean },
  imported: ReadonlySet<string>,
  failedFile: ResultFile,
  show: (lines: number) => void,
): Promise<AttemptTotals> {
  const totals = { lines: 0, accepted: 0, failed: 0 }
  for await (const lines of readLines(file, GROUP)) {
    const { parsed, failed } = parseLines(lines, (line) => ({
      line: line.number,
      attempt: parseLine(attemptLine, line),
    }))
    const known = await knownUsers(parsed, imported)
    const accepted: Attempt[] = []
    for (const one of parsed) {
      if (known.has(one.attempt.user_id)) accepted.push(one.attempt)
      else failed.push({ line: one.line, reason: 'user_id: There is no such account' })
    }
    if (!isDryRun) await record(accepted)
    for (const one of failed.sort((one, other) => one.line - other.line)) failedFile.write(one)
    totals.accepted += accepted.length
    totals.failed += failed.length
    totals.lines += lines.length
    show(totals.lines)
  }
  return totals
}

/** The users of these attempts that exist, or that a dry run would import. */
async function knownUsers(
  parsed: readonly Parsed[],
  imported: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const all = [...new Set(parsed.map((one) => one.attempt.user_id))]
  const known = new Set(all.filter((id) => imported.has(id)))
  const others = all.filter((id) => !imported.has(id))
  for (let start = 0; start < others.length; start += MAX_READ) {
    const some = others.slice(start, start + MAX_READ)
    const existing = await patiently(() => readExisting(some))
    for (const id of existing) known.add(id)
  }
  return known
}

/** Records attempts: several users in parallel, but one user's runs (attempts written together) in order. */
async function record(attempts: readonly Attempt[]): Promise<void> {
  const sorted = attempts.toSorted(
    (one, other) => one.attempted_at_epoch_ms - other.attempted_at_epoch_ms,
  )
  const byUser = Map.groupBy(sorted, (one) => one.user_id)
  await inParallel([...byUser.values()], USERS_AT_ONCE, async (own) => {
    for (const run of toRuns(own)) await patiently(() => recordRun(run))
  })
}
