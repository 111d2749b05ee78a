import { randomInt } from 'node:crypto'

/**
 * The start (epoch ms) of an hour in which no other test sends an SMS, also on a kept stack. Sessions of today have
 * expired by then.
 */
export function newHour(): number {
  return Date.UTC(2030 + randomInt(60), randomInt(12), randomInt(28), randomInt(24))
}
