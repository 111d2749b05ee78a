/** Load at one moment, per second. */
export interface Traffic {
  /** Requests by route key. */
  readonly requests: Readonly<Record<string, number>>
  /** MCQ attempts that arrive in the queue. */
  readonly attempts: number
}

/** Assumption: what one user does in a month. One user in ten sends a report, verifies a phone and uploads pictures. */
export const MONTH: Traffic = {
  requests: {
    'GET /users/mcq-daily/sync': 60,
    'GET /auth/me': 60,
    'PATCH /users/info': 2,
    'POST /auth/login': 1,
    'POST /users/report': 0.1,
    'POST /users/send-phone-otp': 0.1,
    'POST /users/verify-phone-otp': 0.1,
    'POST /users/profile-picture': 0.2,
  },
  attempts: 300,
}
const MONTH_SECONDS = 30 * 24 * 60 * 60
/** Assumption: the busiest moment of an ordinary day, relative to the average. */
const PEAK_FACTOR = 10

/**
 * Assumption: on the morning of an exam half of the month's users open the app within half an hour. Each
 * reads the profile, syncs and attempts the ten MCQs of the day; one in twenty has to log in.
 */
const MORNING = {
  share: 0.5,
  seconds: 30 * 60,
  perUser: {
    requests: {
      'GET /users/mcq-daily/sync': 1,
      'GET /auth/me': 1,
      'POST /auth/login': 0.05,
    },
    attempts: 10,
  } satisfies Traffic,
}

/** The busiest moment of an ordinary day: users × what each does in a month ÷ its seconds × the peak factor. */
export function ordinaryPeak(users: number): Traffic {
  return scale(MONTH, (users / MONTH_SECONDS) * PEAK_FACTOR)
}

/** The morning of an exam: users × share × what each does ÷ the seconds in which they come. */
export function examMorning(users: number): Traffic {
  return scale(MORNING.perUser, (users * MORNING.share) / MORNING.seconds)
}

function scale({ requests, attempts }: Traffic, factor: number): Traffic {
  const scaled = Object.entries(requests).map(([routeKey, count]) => [routeKey, count * factor])
  return { requests: Object.fromEntries(scaled), attempts: attempts * factor }
}
