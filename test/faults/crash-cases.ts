import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { freshEmail, PASSWORD } from '../support/accounts.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { as, freshPhone, receivedOtp, requests, uploadRequest } from './client.ts'
import { byAccount, type CrashCase } from './crash-case.ts'
import { workerCrashCases } from './crash-worker-cases.ts'
import { openAccountWithPhone, recover } from './recoveries.ts'
import type { World } from './world.ts'

/** Accepts this status. A retry after the crash may also get one of `ofRetry`: statuses or error codes. */
const responds =
  (status: number, ...ofRetry: readonly number[]) =>
  (response: ApiResponse, isRetry: boolean) =>
    response.status === status || (isRetry && isOneOf(response, ofRetry))

/** Whether the status or the error code is one of these. */
function isOneOf({ status, body }: ApiResponse, accepted: readonly number[]): boolean {
  return accepted.includes(status) || accepted.includes(body?.error?.code)
}

/** Checks that the profile shows the change afterwards. */
function shows(world: World, token: string, part: string): () => Promise<string | undefined> {
  return async () => {
    const { body } = await world.call(requests.me(token))
    return JSON.stringify(body).includes(part) ? undefined : `the profile does not show ${part}`
  }
}

const { routes } = await loadFunctions()

/** A case for each route that reads the caller's data and needs no query. */
const readCases = routes
  .filter(
    ({ routeKey, contract }) =>
      routeKey.startsWith('GET ') && contract.authentication !== 'none' && !contract.query,
  )
  .map(({ routeKey, id }) =>
    byAccount(routeKey, id, ({ token }) => ({
      request: as(token, { method: 'GET', path: routeKey.slice('GET '.length) }),
      isDone: responds(200),
    })),
  )

/** A case for every route and every worker. Those of other routes than `readCases` are listed here. */
export const crashCases: readonly CrashCase[] = [
  {
    name: 'register',
    function: 'AuthRegisterPost',
    prepare: (world) => {
      const email = freshEmail()
      return Promise.resolve({
        request: requests.register(email, PASSWORD, 'John'),
        isDone: responds(201, 2102),
        problem: async () => {
          const { status } = await world.call(requests.login(email, PASSWORD))
          return status === 200 ? undefined : `the login is a ${status}`
        },
      })
    },
  },
  byAccount('login', 'AuthLoginPost', ({ email }) => ({
    request: requests.login(email, PASSWORD),
    isDone: responds(200),
  })),
  byAccount('login with a wrong password', 'AuthLoginPost', ({ email }) => ({
    request: requests.login(email, 'wrong horse'),
    isDone: responds(401),
  })),
  byAccount('logout', 'AuthLogoutPost', ({ token }) => ({
    request: requests.logout(token),
    isDone: responds(200, 401),
  })),
  byAccount('a change of the profile', 'UsersInfoPatch', ({ token }, world) => ({
    request: requests.patchInfo(token, { background_info: 'crashed' }),
    isDone: responds(200),
    problem: shows(world, token, 'crashed'),
  })),
  byAccount('a change of the password', 'ApiV1UserPatch', ({ token, email }, world) => ({
    request: requests.changePassword(token, PASSWORD, 'battery staple'),
    // After the change the old password is wrong, so a retry gets a 401.
    isDone: responds(200, 401),
    problem: async () => {
      const { status } = await world.call(requests.login(email, 'battery staple'))
      return status === 200 ? undefined : `the login with the new password is a ${status}`
    },
  })),
  byAccount('a wrong password', 'ApiV1UserPatch', ({ token }) => ({
    request: requests.changePassword(token, 'wrong horse', 'battery staple'),
    isDone: responds(401),
  })),
  byAccount('delete', 'UsersIndexDelete', ({ token, email }, world) => ({
    request: requests.remove(token),
    isDone: responds(200, 401),
    problem: async () => {
      const { status } = await world.call(requests.register(email, PASSWORD, 'John'))
      return status === 201 ? undefined : `the e-mail address is not free: ${status}`
    },
  })),
  byAccount('send an OTP', 'SendPhoneOtpPost', ({ token }) => ({
    request: requests.send(token, freshPhone()),
    isDone: responds(200),
  })),
  byAccount('verify an OTP', 'VerifyPhoneOtpPost', async ({ token }, world) => {
    const phone = freshPhone()
    const { oti } = (await world.call(requests.send(token, phone))).body.data
    const otp = (await receivedOtp(world, token, phone, oti)) ?? ''
    return {
      request: requests.verify(token, phone, oti, otp),
      isDone: responds(200, 3709),
      problem: shows(world, token, phone),
    }
  }),
  byAccount('request a recovery', 'AuthForgotPasswordPost', ({ email }) => ({
    request: requests.forget(email),
    isDone: responds(200),
  })),
  {
    name: 'reset a password',
    function: 'AuthResetPasswordPost',
    prepare: async (world) => {
      const { email, token } = await openAccountWithPhone(world)
      return {
        request: requests.reset(await recover(world, email), 'battery staple'),
        // The OTP is used up after the reset, so a retry gets 2008.
        isDone: responds(200, 2008),
        problem: async () => {
          const statuses = [
            (await world.call(requests.login(email, 'battery staple'))).status,
            (await world.call(requests.me(token))).status,
          ]
          return statuses.join() === '200,401' ? undefined : `login and old token get ${statuses}`
        },
      }
    },
  },
  byAccount('upload', 'ProfilePicturePost', async ({ token }, world) => {
    await world.call(await uploadRequest(token, 3, 4))
    return {
      request: await uploadRequest(token, 7, 5),
      isDone: responds(200),
      problem: shows(world, token, '7:5'),
    }
  }),
  byAccount('report', 'UsersReportPost', ({ token }) => ({
    request: requests.report(token, newObjectId(), 'crashed'),
    isDone: responds(200),
  })),
  byAccount('sync', 'DailySyncGet', ({ token }) => ({
    request: requests.sync(token, 1),
    isDone: responds(200),
  })),
  ...readCases,
  ...workerCrashCases,
]
