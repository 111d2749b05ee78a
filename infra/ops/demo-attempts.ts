import { hash } from 'node:crypto'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { DAY_MS, HOUR_MS, startOfDay } from '../../shared/time.ts'

const COURSE_ID = 1
/** The share of MCQs that are attempted again, and after how many days. */
const REVIEWS = [
  { afterDays: 1, share: 0.25 },
  { afterDays: 4, share: 0.15 },
  { afterDays: 15, share: 0.1 },
]

interface Question {
  mcqId: string
  /** Probability of a correct answer, 0 to 1. */
  chance: number
}

/**
 * Generates plausible MCQ attempts for the days before today. The attempts of a day, with their ids,
 * depend only on the user and the day, so that a second run generates the same attempts.
 */
export function demoAttempts(userId: string, days: number, now: number): Attempt[] {
  const today = startOfDay(now) / DAY_MS
  return Array.from({ length: days }, (_, index) =>
    attemptsOfDay(userId, today - days + index),
  ).flat()
}

function attemptsOfDay(userId: string, day: number): Attempt[] {
  const draw = randomIntegers(`${userId} ${day}`)
  const start = day * DAY_MS + draw(18 * HOUR_MS)
  // How much better or worse than usual the user is on this day, −0.1 to +0.09.
  const form = draw(20) / 100 - 0.1
  const questions: Question[] = [
    ...newMcqs(userId, day).map((mcqId) => ({ mcqId, chance: 0.58 })),
    ...REVIEWS.flatMap(({ afterDays, share }) =>
      newMcqs(userId, day - afterDays)
        .filter(() => draw(100) < share * 100)
        .map((mcqId) => ({ mcqId, chance: 0.78 })),
    ),
  ]
  return questions.map(({ mcqId, chance }, index) => ({
    attempt_id: toId(`attempt ${userId} ${day} ${index}`),
    user_id: userId,
    course_id: COURSE_ID,
    mcq_id: mcqId,
    is_correct: draw(100) < (chance + form) * 100,
    attempted_at_epoch_ms: start + index * 75_000 + draw(60_000),
  }))
}

/** The MCQs attempted for the first time on a day: 4 to 11, more at weekends, fewer on one day in seven. */
function newMcqs(userId: string, day: number): string[] {
  const draw = randomIntegers(`new ${userId} ${day}`)
  const isWeekend = new Date(day * DAY_MS).getUTCDay() % 6 === 0
  const isLight = draw(7) === 0
  const count = isLight ? 1 + draw(3) : (isWeekend ? 7 : 4) + draw(8)
  return Array.from({ length: count }, (_, index) => toId(`mcq ${userId} ${day} ${index}`))
}

/** Returns a deterministic generator of integers from 0 to below a bound. */
function randomIntegers(seed: string): (bound: number) => number {
  let drawn = 0
  return (bound) => {
    drawn += 1
    const fraction = hash('sha256', `${seed} ${drawn}`, 'buffer').readUInt32BE() / 2 ** 32
    return Math.floor(fraction * bound)
  }
}

function toId(text: string): string {
  return hash('sha256', text).slice(0, 24)
}
