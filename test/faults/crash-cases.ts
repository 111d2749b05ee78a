import { newObjectId } from '../../shared/object-id.ts'
import { freshEmail } from '../support/accounts.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { freshPhone, PASSWORD, receivedOtp, requests, uploadRequest } from './client.ts'
import { byAccount, type CrashCase } from './crash-case.ts'
import { workerCrashCases } from './crash-worker-cases.ts'
import type { World } from './world.ts'

const answers =
  (status: number, ...ofRetry: readonly number[]) =>
  (answer: ApiResponse, isRetry: boolean) =>
    answer.status === status || (isRetry && isOneOf(answer, ofRetry))

/** By status, or by the error's code. */
function isOneOf({ status, body }: ApiResponse, accepted: readonly number[]): boolean {
  return accepted.includes(status) || accepted.includes(body?.error?.code)
}

/** A profile read afterwards must show what was done. */
function shows(world: World, token: string, part: string): () => Promise<string | undefined> {
  return async () => {
    const { body } = await world.call(requests.me(token))
    return JSON.stringify(body).includes(part) ? undefined : `the profile does not show ${part}`
  }
}

/** Every route and every worker. */
export const crashCases: readonly CrashCase[] = [
  {
    name: 'register',
    function: 'AuthRegisterPost',
    prepare: (world) => {
      const email = freshEmail()
      return Promise.resolve({
        request: requests.register(email, PASSWORD, 'John'),
        isDone: answers(201, 2102),
        problem: async () => {
          const { status } = await world.call(requests.login(email, PASSWORD))
          return status === 200 ? undefined : `the login answers ${status}`
        },
      })
    },
  },
  byAccount('login', 'AuthLoginPost', ({ email }) => ({
    request: requests.login(email, PASSWORD),
    isDone: answers(200),
  })),
  byAccount('login with a wrong password', 'AuthLoginPost', ({ email }) => ({
    request: requests.login(email, 'wrong horse'),
    isDone: answers(401),
  })),
  byAccount('logout', 'AuthLogoutPost', ({ token }) => ({
    request: requests.logout(token),
    isDone: answers(200, 401),
  })),
  byAccount('me', 'AuthMeGet', ({ token }) => ({
    request: requests.me(token),
    isDone: answers(200),
  })),
  byAccount('the portal’s profile', 'ApiV1UserGet', ({ token }) => ({
    request: requests.member(token),
    isDone: answers(200),
  })),
  byAccount('a change of the profile', 'UsersInfoPatch', ({ token }, world) => ({
    request: requests.patchInfo(token, { background_info: 'crashed' }),
    isDone: answers(200),
    problem: shows(world, token, 'crashed'),
  })),
  byAccount('a change of the password', 'ApiV1UserPatch', ({ token, email }, world) => ({
    request: requests.changePassword(token, PASSWORD, 'battery staple'),
    // Once it is changed, the old password is wrong: the new one tells that it was.
    isDone: answers(200, 401),
    problem: async () => {
      const { status } = await world.call(requests.login(email, 'battery staple'))
      return status === 200 ? undefined : `the new password answers ${status}`
    },
  })),
  byAccount('a wrong password', 'ApiV1UserPatch', ({ token }) => ({
    request: requests.changePassword(token, 'wrong horse', 'battery staple'),
    isDone: answers(401),
  })),
  byAccount('delete', 'UsersIndexDelete', ({ token, email }, world) => ({
    request: requests.remove(token),
    isDone: answers(200, 401),
    problem: async () => {
      const { status } = await world.call(requests.register(email, PASSWORD, 'John'))
      return status === 201 ? undefined : `the e-mail address is not free: ${status}`
    },
  })),
  byAccount('send an OTP', 'SendPhoneOtpPost', ({ token }) => ({
    request: requests.send(token, freshPhone()),
    isDone: answers(200),
  })),
  byAccount('verify an OTP', 'VerifyPhoneOtpPost', async ({ token }, world) => {
    const phone = freshPhone()
    const { oti } = (await world.call(requests.send(token, phone))).body.data
    const otp = (await receivedOtp(world, token, phone, oti)) ?? ''
    return {
      request: requests.verify(token, phone, oti, otp),
      isDone: answers(200, 3709),
      problem: shows(world, token, phone),
    }
  }),
  byAccount('upload', 'ProfilePicturePost', async ({ token }, world) => {
    await world.call(await uploadRequest(token, 3, 4))
    return {
      request: await uploadRequest(token, 7, 5),
      isDone: answers(200),
      problem: shows(world, token, '7:5'),
    }
  }),
  byAccount('report', 'UsersReportPost', ({ token }) => ({
    request: requests.report(token, newObjectId(), 'crashed'),
    isDone: answers(200),
  })),
  byAccount('sync', 'DailySyncGet', ({ token }) => ({
    request: requests.sync(token, 1),
    isDone: answers(200),
  })),
  ...workerCrashCases,
]
