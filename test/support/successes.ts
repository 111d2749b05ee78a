import { type Account, freshEmail } from './accounts.ts'
import type { ApiResponse, Driver } from './api-request.ts'
import { APRIL_28 } from './attempts.ts'
import { plain } from './images.ts'
import { openAccount } from './open-account.ts'
import { challenge, freshPhone, link, send, verify } from './phones.ts'
import { upload } from './pictures.ts'
import { forget, recover, registerWithPhone, reset } from './recoveries.ts'
import { storeDays } from './stored-days.ts'
import { sync } from './sync.ts'

/** Prepares a request. Returns a function that sends it. */
type Prepare = (driver: Driver) => Promise<() => Promise<ApiResponse>>

const DAYS = 60
const jpeg = await plain(800, 600).jpeg().toBuffer()

/** An account whose session was used today: the first use of a day takes one more call. */
async function registerUsed(driver: Driver): Promise<Account> {
  const account = await openAccount(driver)
  await account.call({ method: 'GET', path: '/auth/me' })
  return account
}

const asAccount =
  (method: string, path: string, body?: unknown): Prepare =>
  async (driver) => {
    const account = await registerUsed(driver)
    return () => account.call({ method, path, body })
  }

/**
 * For each route, by route key, a usual request that succeeds. A variant adds its name after a comma.
 * A new route needs a line here.
 */
export const successes: Readonly<Record<string, Prepare>> = {
  'GET /app/api/v1/user': asAccount('GET', '/app/api/v1/user'),
  'PATCH /app/api/v1/user': asAccount('PATCH', '/app/api/v1/user', {
    user: { major: 'Biology', year: '3', password: 'quiet-lamp-4' },
  }),
  'PATCH /app/api/v1/user, new password': asAccount('PATCH', '/app/api/v1/user', {
    user: { password: 'quiet-lamp-4', newPassword: 'quiet-lamp-45', confPassword: 'quiet-lamp-45' },
  }),
  'POST /auth/login': async (driver) => {
    const { email, password } = await openAccount(driver)
    return () => driver.call({ method: 'POST', path: '/auth/login', body: { email, password } })
  },
  'POST /auth/logout': asAccount('POST', '/auth/logout'),
  'GET /auth/me': asAccount('GET', '/auth/me'),
  'POST /auth/register': (driver) => {
    const name = { first_name: 'John', last_name: 'Smith' }
    const body = { email: freshEmail(), password: 'quiet-lamp-4', name }
    return Promise.resolve(() => driver.call({ method: 'POST', path: '/auth/register', body }))
  },
  'POST /auth/forgot-password': async (driver) => {
    const { email } = await registerWithPhone(driver)
    return () => forget(driver, { email })
  },
  'POST /auth/reset-password': async (driver) => {
    const recovery = await recover(driver, await registerWithPhone(driver))
    return () => reset(driver, recovery)
  },
  'GET /health': (driver) => Promise.resolve(() => driver.call({ method: 'GET', path: '/health' })),
  'DELETE /users': async (driver) => {
    const account = await registerUsed(driver)
    await link(account, freshPhone())
    return () => account.call({ method: 'DELETE', path: '/users' })
  },
  'PATCH /users/info': asAccount('PATCH', '/users/info', {
    background_info: 'Engineering graduate, preparing for UPSC',
    attempt_number: 2,
    attempt_year: 2026,
  }),
  'GET /users/mcq-daily/sync': async (driver) => {
    const account = await registerUsed(driver)
    await storeDays(account.id, DAYS, APRIL_28)
    return () => sync(account)
  },
  'POST /users/profile-picture': async (driver) => {
    const account = await registerUsed(driver)
    return () => upload(account, jpeg)
  },
  'POST /users/profile-picture, replacing one': async (driver) => {
    const account = await registerUsed(driver)
    await upload(account, jpeg)
    return () => upload(account, jpeg)
  },
  'POST /users/report': asAccount('POST', '/users/report?course_id=1', {
    content_id: '60d5ec49f1b2c72e4c8b4567',
    content_type: 2,
    issue_type: 1,
    comments: 'The explanation contradicts the answer that is marked as right',
  }),
  'POST /users/send-phone-otp': async (driver) => {
    const account = await registerUsed(driver)
    return () => send(account, freshPhone())
  },
  'POST /users/verify-phone-otp': async (driver) => {
    const account = await registerUsed(driver)
    const given = await challenge(account, freshPhone())
    return () => verify(account, given)
  },
}
