import { DAY_MS } from '../time.ts'

/** How long a session lives after its login or its last use, in ms. OWASP ASVS 5, 7.3.1. */
export const SESSION_LIFETIME_MS = 30 * DAY_MS

/** How long a session lives after its login at most, however often it is used, in ms. OWASP ASVS 5, 7.3.2. */
export const MAX_SESSION_AGE_MS = 365 * DAY_MS

/** The most sessions that a user has at once. A further login ends one of them: login/sessions-to-evict.ts. */
export const MAX_SESSIONS = 10

/** The most points that an operator can give a user. Our own choice: no document has a limit. */
export const MAX_POINTS = 1_000_000
