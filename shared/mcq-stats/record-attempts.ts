import { retry, TryAgainError } from '../aws/retry.ts'
import { count } from '../metrics.ts'
import type { Attempt } from './attempt.ts'
import type { DayCounts } from './day-stats.ts'
import { type Marks, readMarks, recordDay } from './mcq-stats-table.ts'
import { startOfDay } from './utc-day.ts'

/** Attempts in a row that are of one user, course and UTC day: what one transaction records. */
export type Run = readonly [Attempt, ...Attempt[]]

/** Each may take two items of a transaction, which takes 100. */
const MAX_RUN = 40

/**
 * Cuts attempts into runs, keeping their order. Not all days of a user at once: a reader could see
 * one day's row of a transaction while an earlier one is not visible yet, and skip that.
 */
export function toRuns(attempts: readonly Attempt[]): Run[] {
  const runs: [Attempt, ...Attempt[]][] = []
  for (const attempt of attempts) {
    const run = runs.at(-1)
    if (run && run.length < MAX_RUN && isAlike(run[0], attempt)) run.push(attempt)
    else runs.push([attempt])
  }
  return runs
}

/**
 * Records a run, each attempt exactly once by its id. The first at an MCQ is the one that is
 * recorded first; every other is a re-attempt. Those of a deleted user are dropped.
 * @throws ServiceUnavailableError when others recorded for the same user all the while.
 */
export async function recordRun(run: Run): Promise<void> {
  const [{ user_id: userId, course_id: courseId, attempted_at_epoch_ms: time }] = run
  const owner = { userId, courseId }
  const attemptIds = run.map((attempt) => attempt.attempt_id)
  const mcqIds = run.map((attempt) => attempt.mcq_id)
  await retry({ attempts: 8 }, async () => {
    const marks = await readMarks(owner, attemptIds, mcqIds)
    const news = tally(run, marks)
    if (news.attemptIds.length === 0) return
    // The clock is read after the head: not before the commit that this one follows.
    const updatedAt = Math.max(Date.now(), (marks.head ?? 0) + 1)
    const entry = { ...news, dayStart: startOfDay(time), updatedAt, head: marks.head }
    const outcome = await recordDay(owner, entry)
    if (outcome === 'changed') throw new TryAgainError()
    const metric = outcome === 'recorded' ? 'AttemptsRecorded' : 'AttemptsDropped'
    count(metric, news.attemptIds.length)
  })
}

/** What is new about the attempts, and how it counts. */
function tally(attempts: readonly Attempt[], marks: Marks) {
  const seen = new Set(marks.attemptIds)
  const tried = new Set(marks.mcqIds)
  const attemptIds: string[] = []
  const firstMcqIds: string[] = []
  const counts: DayCounts = {
    firstAttemptTotal: 0,
    firstAttemptCorrect: 0,
    reattemptTotal: 0,
    reattemptCorrect: 0,
  }
  for (const { attempt_id, mcq_id, is_correct } of attempts) {
    if (seen.has(attempt_id)) continue
    seen.add(attempt_id)
    attemptIds.push(attempt_id)
    const kind = tried.has(mcq_id) ? 'reattempt' : 'firstAttempt'
    if (kind === 'firstAttempt') firstMcqIds.push(mcq_id)
    tried.add(mcq_id)
    counts[`${kind}Total`] += 1
    if (is_correct) counts[`${kind}Correct`] += 1
  }
  return { attemptIds, firstMcqIds, counts }
}

function isAlike(one: Attempt, other: Attempt): boolean {
  return (
    one.user_id === other.user_id &&
    one.course_id === other.course_id &&
    startOfDay(one.attempted_at_epoch_ms) === startOfDay(other.attempted_at_epoch_ms)
  )
}
