import { DAY_MS } from '../time.ts'

/** Life of a session after its login, used or not, in ms. ASVS 5, 7.3.2 asks for such a maximum. */
export const SESSION_LIFETIME_MS = 30 * DAY_MS

/** The most sessions that a user has at once. Another login ends the oldest. */
export const MAX_SESSIONS = 10
