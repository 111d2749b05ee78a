import type { Counter } from '../rate-limits/counters.ts'

/** Counts the wrong passwords for an e-mail address (in lower case), from anywhere. */
export function emailCounter(address: string): Counter {
  return { name: 'login-email', subject: address }
}
