import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newObjectId } from '../../shared/object-id.ts'
import { freshEmail, PASSWORD } from '../support/accounts.ts'
import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import {
  freshPhone,
  type OpenedAccount,
  openAccount,
  receivedOtp,
  requests,
  uploadRequest,
} from './client.ts'
import { type FaultKind, faultKinds } from './fault-replies.ts'
import { settleAndCheck } from './quiescence.ts'
import { openAccountWithPhone, recover } from './recoveries.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world.stop()
})

type Make = (world: World, account: OpenedAccount) => ApiRequest | Promise<ApiRequest>

/** A valid request of each route that calls AWS, and the name of its function. */
const routes: readonly (readonly [functionPart: string, make: Make])[] = [
  ['AuthRegisterPost', () => requests.register(freshEmail(), PASSWORD, 'John')],
  ['AuthLoginPost', (_, { email }) => requests.login(email, PASSWORD)],
  ['AuthLogoutPost', (_, { token }) => requests.logout(token)],
  ['AuthMeGet', (_, { token }) => requests.me(token)],
  ['ApiV1UserGet', (_, { token }) => requests.member(token)],
  ['ApiV1UserPatch', (_, { token }) => requests.changePassword(token, PASSWORD, 'battery staple')],
  ['UsersInfoPatch', (_, { token }) => requests.patchInfo(token, { attempt_number: 2 })],
  ['UsersIndexDelete', (_, { token }) => requests.remove(token)],
  ['SendPhoneOtpPost', (_, { token }) => requests.send(token, freshPhone())],
  [
    'VerifyPhoneOtpPost',
    async (_, { token }) => {
      const phone = freshPhone()
      const { oti } = (await world.call(requests.send(token, phone))).body.data
      const otp = (await receivedOtp(world, token, phone, oti)) ?? ''
      return requests.verify(token, phone, oti, otp)
    },
  ],
  ['AuthForgotPasswordPost', (_, { email }) => requests.forget(email)],
  [
    'AuthResetPasswordPost',
    async () => {
      const { email } = await openAccountWithPhone(world)
      return requests.reset(await recover(world, email), 'battery staple')
    },
  ],
  ['ProfilePicturePost', async (_, { token }) => await uploadRequest(token, 4, 3)],
  ['UsersReportPost', (_, { token }) => requests.report(token, newObjectId(), 'It is wrong')],
  ['DailySyncGet', (_, { token }) => requests.sync(token, 10)],
]

/** A response as its status, and its error code where it has one. */
function brief({ status, body }: ApiResponse): string {
  const code = body?.error?.code
  return code === undefined ? `${status}` : `${status} ${code}`
}

/** What a route may respond while AWS fails: an error of the server, or success. */
const TROUBLE = ['503', '503 1009', '503 3710', '500 3507']
const IN_TROUBLE = ['200', '201', ...TROUBLE]

/** Sends a request whose function meets a fault at each of its calls. */
async function responseAmid(part: string, make: Make, kind: FaultKind): Promise<ApiResponse> {
  const request = await make(world, await openAccount(world))
  const functionName = world.functionOf(part)
  world.aws.follow((call) => (call.functionName === functionName ? kind : undefined))
  const response = await world.call(request)
  world.aws.heal()
  return response
}

/** Sends the requests of all routes in parallel, with a fault at each call of their functions. */
async function responsesAmid(kind: FaultKind): Promise<(readonly [name: string, ApiResponse])[]> {
  world.forget()
  const made = await Promise.all(
    routes.map(
      async ([part, make]) =>
        [world.functionOf(part), await make(world, await openAccount(world))] as const,
    ),
  )
  const functions = new Set(made.map(([name]) => name))
  world.aws.follow(({ functionName }) => (functions.has(functionName) ? kind : undefined))
  const responses = await Promise.all(
    made.map(async ([name, request]) => [name, await world.call(request)] as const),
  )
  world.aws.heal()
  return responses
}

const quick = faultKinds.filter((kind) => !['slow', 'hang', 'denied', 'late'].includes(kind))

describe.each(quick)('a fault that does not end: %s', (kind) => {
  test('is a 5xx or a success, never the client’s fault', async () => {
    const responses = await responsesAmid(kind)
    const wrong = responses.filter(([, response]) => !IN_TROUBLE.includes(brief(response)))
    expect(wrong.map(([name, response]) => `${name}: ${brief(response)}`)).toEqual([])
    for (const [, { status, headers }] of responses) {
      if (status === 503) expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    }
    expect(await settleAndCheck(world)).toEqual([])
  })
})

describe('a call that hangs', () => {
  test('is a 5xx before the function’s timeout, on every route', async () => {
    const responses = await responsesAmid('hang')
    const wrong = responses.filter(([, response]) => !TROUBLE.includes(brief(response)))
    expect(wrong.map(([name, response]) => `${name}: ${brief(response)}`)).toEqual([])
    // The gateway's own responses to a timeout have no envelope.
    expect(responses.filter(([, { body }]) => body.message)).toEqual([])
  })
})

test('a failed condition takes precedence over a conflict', async () => {
  const { email } = await openAccount(world)
  world.aws.follow(() => 'mixed conflict')
  const response = await world.call(requests.register(email, PASSWORD, 'John'))
  world.aws.heal()
  expect(brief(response)).toBe('409 2102')
})

test('a missing permission is a 500 without details, not a 401', async () => {
  for (const [part, make] of routes) {
    const response = await responseAmid(part, make, 'denied')
    expect([500, 503]).toContain(response.status)
    expect(JSON.stringify(response.body)).not.toContain('authorized')
  }
})
