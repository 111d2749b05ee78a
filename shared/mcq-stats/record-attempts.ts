import { retry, TryAgainError } from '../aws/retry.ts'
import { count } from '../metrics.ts'
import { startOfDay } from '../time.ts'
import type { Attempt } from './attempt.ts'
import type { DayCounts } from './day-stats.ts'
import { type Markers, readMarkers, recordDay } from './mcq-stats-table.ts'

/** A run: consecutive attempts of one user, course and UTC day. One transaction records a run. */
export type Run = readonly [Attempt, ...Attempt[]]

/** The most attempts of a run. A transaction has at most 100 items: three, and up to two for each attempt. */
const MAX_RUN = 40

/**
 * Splits attempts into runs and keeps their order. A run has only one day: if a transaction wrote two days, the
 * index could show one of them earlier than the other. A sync between the two would skip the later one.
 */
export function toRuns(attempts: readonly Attempt[]): Run[] {
  const runs: [Attempt, ...Attempt[]][] = []
  for (const attempt of attempts) {
    const run = runs.at(-1)
    if (run && run.length < MAX_RUN && belongTogether(run[0], attempt)) run.push(attempt)
    else runs.push([attempt])
  }
  return runs
}

/**
 * Records a run. Each attempt id is recorded once. The attempt at an MCQ that is recorded first counts as the first
 * attempt; all others are re-attempts. Attempts of a deleted user are dropped.
 * @throws ServiceUnavailableError when 8 tries conflicted with other runs of the same user and course.
 */
export async function recordRun(run: Run): Promise<void> {
  const [{ user_id: userId, course_id: courseId, attempted_at_epoch_ms: time }] = run
  const owner = { userId, courseId }
  const attemptIds = run.map((attempt) => attempt.attempt_id)
  const mcqIds = run.map((attempt) => attempt.mcq_id)
  await retry({ attempts: 8 }, async () => {
    const markers = await readMarkers(owner, attemptIds, mcqIds)
    const added = tally(run, markers)
    if (added.attemptIds.length === 0) return
    // The clock is read after the head, so that the new time is not before the commit that wrote the head.
    const updatedAt = Math.max(Date.now(), (markers.head ?? 0) + 1)
    const entry = { ...added, dayStart: startOfDay(time), updatedAt, head: markers.head }
    const outcome = await recordDay(owner, entry)
    if (outcome === 'changed') throw new TryAgainError()
    const metric = outcome === 'recorded' ? 'AttemptsRecorded' : 'AttemptsDropped'
    count(metric, added.attemptIds.length)
  })
}

/** Counts those attempts of a run that are not recorded yet, as first attempts or re-attempts. */
function tally(attempts: readonly Attempt[], markers: Markers) {
  const seen = new Set(markers.attemptIds)
  const tried = new Set(markers.mcqIds)
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

function belongTogether(one: Attempt, other: Attempt): boolean {
  return (
    one.user_id === other.user_id &&
    one.course_id === other.course_id &&
    startOfDay(one.attempted_at_epoch_ms) === startOfDay(other.attempted_at_epoch_ms)
  )
}
