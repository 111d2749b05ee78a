import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { startOfDay } from '../../shared/time.ts'
import type { Evidence, SyncedRows } from './evidence.ts'
import type { Invariant } from './invariant.ts'
import { profilesOf } from './stored-state.ts'

interface Totals {
  total: number
  correct: number
  firsts: number
}

/** The totals that follow from the attempts of users who still exist, by row id. */
function expectedTotals({ attempts, state }: Evidence): Map<string, Totals> {
  const living = new Set(profilesOf(state).map(({ id }) => id))
  const once = new Map(attempts.map((attempt) => [attempt.attempt_id, attempt]))
  const days = Map.groupBy(once.values(), rowIdOf)
  return new Map(
    [...days]
      .filter(([, [first]]) => first && living.has(first.user_id))
      .map(([id, ofDay]) => [
        id,
        {
          total: ofDay.length,
          correct: ofDay.filter(({ is_correct }) => is_correct).length,
          firsts: 0,
        },
      ]),
  )
}

function rowIdOf({ user_id, course_id, attempted_at_epoch_ms }: Attempt): string {
  return `${user_id}_${course_id}_${startOfDay(attempted_at_epoch_ms)}`
}

/** The stored days by row id. */
function storedDays({ state }: Evidence): Map<string, Record<string, number>> {
  const days = state.stats.filter(({ sk }) => sk?.startsWith('DAY#'))
  return new Map(days.map((day) => [`${day.pk}_${day.dayStart}`, day as never]))
}

function totalViolations(evidence: Evidence): string[] {
  const stored = storedDays(evidence)
  const wrong = [...expectedTotals(evidence)].flatMap(([id, { total, correct }]) => {
    const day = stored.get(id) ?? {}
    const sum = (day.firstAttemptTotal ?? 0) + (day.reattemptTotal ?? 0)
    const right = (day.firstAttemptCorrect ?? 0) + (day.reattemptCorrect ?? 0)
    if (sum === total && right === correct) return []
    return [`${id} counts ${right} of ${sum}, of ${correct} of ${total} attempts`]
  })
  return [...wrong, ...firstViolations(evidence)]
}

/** Courses in which the first attempts are not as many as the attempted MCQs. */
function firstViolations(evidence: Evidence): string[] {
  const stored = storedDays(evidence)
  const expected = expectedTotals(evidence)
  const ofCourse = Map.groupBy(
    evidence.attempts,
    ({ user_id, course_id }) => `${user_id}_${course_id}`,
  )
  return [...ofCourse].flatMap(([pk, attempts]) => {
    if (!attempts.some((one) => expected.has(rowIdOf(one)))) return []
    const mcqs = new Set(attempts.map(({ mcq_id }) => mcq_id)).size
    const days = [...stored].filter(([id]) => id.startsWith(`${pk}_`))
    const firsts = days.reduce((sum, [, day]) => sum + (day.firstAttemptTotal ?? 0), 0)
    return firsts === mcqs ? [] : [`${pk} counts ${firsts} first attempts at ${mcqs} MCQs`]
  })
}

function finalViolations(evidence: Evidence): string[] {
  const stored = storedDays(evidence)
  return evidence.synced.flatMap(({ userId, how, rows }) =>
    [...stored]
      .filter(([id]) => id.startsWith(`${userId}_`))
      .flatMap(([id, day]) => {
        const row = rows.get(id)
        const total = (day.firstAttemptTotal ?? 0) + (day.reattemptTotal ?? 0)
        if (row?.overall_total === total) return []
        return [`${how}, a client has ${row?.overall_total} of ${id}, and there are ${total}`]
      }),
  )
}

function pageViolations({ userId, how, pages }: SyncedRows): string[] {
  const ids = pages.flatMap((page) => page.ids)
  const isFollowing = how !== 'once'
  return [
    ...pages
      .filter((page) => page.ids.length > page.limit)
      .map(() => `${userId}: a page is too long`),
    ...pages
      .slice(0, -1)
      .filter((page) => !isFollowing && page.ids.length === 0)
      .map(() => `${userId}: a page before the last is empty`),
    ...(isFollowing || new Set(ids).size === ids.length ? [] : [`${userId}: a row comes twice`]),
  ]
}

/** The invariants of MCQ stats and their sync. */
export const statsInvariants: readonly Invariant[] = [
  {
    number: 14,
    promise: 'A client that syncs has the final value of every row in the end',
    violations: finalViolations,
  },
  {
    number: 15,
    promise: 'Every synced row belongs to the caller and the course',
    violations: ({ synced }) =>
      synced.flatMap(({ userId, rows }) =>
        [...rows.keys()]
          .filter((id) => !id.startsWith(`${userId}_1_`))
          .map((id) => `${userId} gets ${id}`),
      ),
  },
  {
    number: 16,
    promise: 'Without writers a sync ends, returns each row once and no empty page before the last',
    violations: ({ synced }) => synced.flatMap(pageViolations),
  },
  {
    number: 18,
    promise: 'The totals are those of the attempts, also when attempts come twice or late',
    violations: totalViolations,
  },
]
