/** What is alarming in a stage. Where stages do not differ, the alarm itself has the number. */
export interface AlarmThresholds {
  /** Of all requests, the % that may be answered 5xx. */
  readonly serverErrorPercent: number
  /** What 99 % of all requests must be answered within, ms. */
  readonly p99LatencyMs: number
  /** SMS that may fail within 5 minutes. */
  readonly smsFailures: number
  /** What SMS may cost in a month, USD: below the limit at which SNS sends no more. */
  readonly smsSpendUsd: number
  /** How long an attempt may wait to be recorded, minutes. */
  readonly attemptAgeMinutes: number
  /** How long a deleted account may wait to be purged, minutes. */
  readonly purgeAgeMinutes: number
}

/** For stages that people test with: a new account's limit is 1 USD of SMS a month. */
export const relaxedThresholds: AlarmThresholds = {
  serverErrorPercent: 5,
  p99LatencyMs: 5_000,
  smsFailures: 20,
  smsSpendUsd: 0.8,
  attemptAgeMinutes: 60,
  purgeAgeMinutes: 240,
}

/** For stages that users depend on. */
export const strictThresholds: AlarmThresholds = {
  serverErrorPercent: 1,
  p99LatencyMs: 3_000,
  smsFailures: 5,
  smsSpendUsd: 80,
  attemptAgeMinutes: 15,
  purgeAgeMinutes: 60,
}
