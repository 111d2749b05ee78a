import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newObjectId } from '../../shared/object-id.ts'
import { freshEmail } from '../support/accounts.ts'
import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import {
  freshPhone,
  type OpenedAccount,
  openAccount,
  PASSWORD,
  receivedOtp,
  requests,
  uploadRequest,
} from './client.ts'
import { type FaultKind, faultKinds } from './fault-replies.ts'
import { settleAndCheck } from './quiescence.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world.stop()
})

type Make = (world: World, account: OpenedAccount) => ApiRequest | Promise<ApiRequest>

/** A right request of each route that calls AWS, and the function that answers it. */
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
  ['ProfilePicturePost', async (_, { token }) => await uploadRequest(token, 4, 3)],
  ['UsersReportPost', (_, { token }) => requests.report(token, newObjectId(), 'It is wrong')],
  ['DailySyncGet', (_, { token }) => requests.sync(token, 10)],
]

/** An answer in short: its status, and the code of its error where it tells one. */
function brief({ status, body }: ApiResponse): string {
  const code = body?.error?.code
  return code === undefined ? `${status}` : `${status} ${code}`
}

/** What a route may answer while AWS fails: that it could not, or what it would anyhow. */
const TROUBLE = ['503', '503 1009', '503 3710', '500 3507']
const IN_TROUBLE = ['200', '201', ...TROUBLE]

/** Has one request meet a fault at each of its function's calls. */
async function answerAmid(part: string, make: Make, kind: FaultKind): Promise<ApiResponse> {
  const request = await make(world, await openAccount(world))
  const functionName = world.functionOf(part)
  world.aws.follow((call) => (call.functionName === functionName ? kind : undefined))
  const answer = await world.call(request)
  world.aws.heal()
  return answer
}

/** Has every route's request, all at once, meet a fault at each of its function's calls. */
async function answersAmid(kind: FaultKind): Promise<(readonly [name: string, ApiResponse])[]> {
  world.forget()
  const made = await Promise.all(
    routes.map(
      async ([part, make]) =>
        [world.functionOf(part), await make(world, await openAccount(world))] as const,
    ),
  )
  const functions = new Set(made.map(([name]) => name))
  world.aws.follow(({ functionName }) => (functions.has(functionName) ? kind : undefined))
  const told = await Promise.all(
    made.map(async ([name, request]) => [name, await world.call(request)] as const),
  )
  world.aws.heal()
  return told
}

const quick = faultKinds.filter((kind) => !['slow', 'hang', 'denied', 'late'].includes(kind))

describe.each(quick)('trouble that does not end: %s', (kind) => {
  test('is told as such, or not noticed, but never as the client’s fault', async () => {
    const told = await answersAmid(kind)
    const wrong = told.filter(([, answer]) => !IN_TROUBLE.includes(brief(answer)))
    expect(wrong.map(([name, answer]) => `${name}: ${brief(answer)}`)).toEqual([])
    for (const [, { status, headers }] of told) {
      if (status === 503) expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    }
    expect(await settleAndCheck(world)).toEqual([])
  })
})

describe('a call that never answers', () => {
  test('is told before the function’s time is up, by every route', async () => {
    const told = await answersAmid('hang')
    const wrong = told.filter(([, answer]) => !TROUBLE.includes(brief(answer)))
    expect(wrong.map(([name, answer]) => `${name}: ${brief(answer)}`)).toEqual([])
    // The gateway's own answers to a time-out have no envelope.
    expect(told.filter(([, { body }]) => body.message)).toEqual([])
  })
})

test('a condition that failed wins over a conflict beside it', async () => {
  const { email } = await openAccount(world)
  world.aws.follow(() => 'mixed conflict')
  const answer = await world.call(requests.register(email, PASSWORD, 'John'))
  world.aws.heal()
  expect(brief(answer)).toBe('409 2102')
})

test('a missing permission is a 500 that tells nothing, and no 401', async () => {
  for (const [part, make] of routes) {
    const answer = await answerAmid(part, make, 'denied')
    expect([500, 503]).toContain(answer.status)
    expect(JSON.stringify(answer.body)).not.toContain('authorized')
  }
})
