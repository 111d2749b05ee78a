import type { Counter } from '../rate-limits/counters.ts'

/** Names the counter of wrong passwords for an e-mail address (in lower case), from all networks. */
export function emailCounter(address: string): Counter {
  return { name: 'login-email', subject: address }
}
