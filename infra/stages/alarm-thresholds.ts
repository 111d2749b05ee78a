/** Alarm thresholds that differ by stage. Thresholds that are the same in all stages are in infra/stack/monitoring. */
export interface AlarmThresholds {
  /** Percentage of requests that may get a 5xx. */
  readonly serverErrorPercent: number
  /** Percentage of requests to CloudFront that may get a 4xx. */
  readonly clientErrorPercent: number
  /** Fewest requests in an hour, without health checks. @default no alarm on missing requests */
  readonly requestsPerHour?: number
  /** Requests without a valid origin secret within 5 minutes. */
  readonly requestsWithoutSecret: number
  /** Latency of 99 % of all requests, in ms. */
  readonly p99LatencyMs: number
  /** Requests that API Gateway throttles (429) within 5 minutes. */
  readonly requestsThrottled: number
  /** Requests that the web ACL blocks within 5 minutes. */
  readonly requestsBlocked: number
  /** Requests refused by a limit (429) within 5 minutes. */
  readonly requestsLimited: number
  /** Logins with a wrong e-mail or password within 5 minutes. */
  readonly loginsRefused: number
  /** Failed SMS within 5 minutes. */
  readonly smsFailures: number
  /** Percentage of SMS to India in an hour that may stay undelivered. */
  readonly smsUndeliveredPercent: number
  /** Percentage of SMS in an hour whose OTP may stay unverified. */
  readonly otpsUnverifiedPercent: number
  /** Cost of SMS in a month, in USD. Keep it below the limit at which SNS stops sending. */
  readonly smsSpendUsd: number
  /** How long an MCQ attempt may wait in the queue, in minutes. */
  readonly attemptAgeMinutes: number
  /** How long a deleted account may wait for its purge, in minutes. */
  readonly purgeAgeMinutes: number
}

/** For test stages. `smsSpendUsd` is below the 1 USD a month that a new AWS account may spend on SMS. */
export const relaxedThresholds: AlarmThresholds = {
  serverErrorPercent: 5,
  clientErrorPercent: 90,
  requestsWithoutSecret: 100,
  p99LatencyMs: 5_000,
  requestsThrottled: 1_000,
  requestsBlocked: 5_000,
  requestsLimited: 1_000,
  loginsRefused: 1_000,
  smsFailures: 20,
  smsUndeliveredPercent: 50,
  otpsUnverifiedPercent: 95,
  smsSpendUsd: 0.8,
  attemptAgeMinutes: 60,
  purgeAgeMinutes: 240,
}

/** For stages with real users. */
export const strictThresholds: AlarmThresholds = {
  serverErrorPercent: 1,
  clientErrorPercent: 50,
  requestsPerHour: 1,
  // With a wrong secret the health checks are refused too. They are more than 20 in 5 minutes, so the alarm rings.
  requestsWithoutSecret: 20,
  p99LatencyMs: 3_000,
  requestsThrottled: 100,
  requestsBlocked: 1_000,
  requestsLimited: 300,
  loginsRefused: 300,
  smsFailures: 5,
  smsUndeliveredPercent: 20,
  otpsUnverifiedPercent: 70,
  smsSpendUsd: 80,
  attemptAgeMinutes: 15,
  purgeAgeMinutes: 60,
}
