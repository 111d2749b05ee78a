import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { newObjectId } from '../../shared/object-id.ts'
import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import { hasChanged } from './bad-input/bad-requests.ts'
import { sendBadInput } from './bad-input/send-bad-input.ts'
import {
  enqueue,
  type OpenedAccount,
  openAccount,
  PASSWORD,
  receivedOtp,
  requests,
  syncAll,
  uploadRequest,
} from './client.ts'
import { settle } from './quiescence.ts'
import { readState } from './stored-state.ts'
import { startWorld, type World } from './world.ts'

const { routes } = await loadFunctions()
let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world.stop()
})

describe('requests of every kind', () => {
  test.each(routes.map((route) => [route.routeKey, route] as const))(
    'are answered in the envelope, and what is refused changes nothing: %s',
    async (_, route) => {
      await sendBadInput(world, route, { seed: 1, runs: 20 })
    },
  )
})

/** A right request of each route with a token. */
async function rightRequests(token: string): Promise<ApiRequest[]> {
  return [
    requests.me(token),
    requests.member(token),
    requests.patchInfo(token, { attempt_number: 2 }),
    requests.changePassword(token, PASSWORD, 'battery staple'),
    requests.send(token, '9876543210'),
    requests.verify(token, '9876543210', newObjectId(), '123456'),
    await uploadRequest(token, 3, 2),
    requests.report(token, newObjectId(), 'It is wrong'),
    requests.sync(token, 10),
    requests.logout(token),
    requests.remove(token),
  ]
}

/** Sends them all and answers how; nothing may have changed. */
async function sendAll(sent: readonly ApiRequest[]): Promise<ApiResponse[]> {
  const before = await readState(world)
  const answers: ApiResponse[] = []
  for (const request of sent) answers.push(await world.call(request))
  expect(hasChanged(before, await readState(world))).toBe(false)
  return answers
}

test('after its account is deleted, a token is good for nothing', async () => {
  const { token } = await openAccount(world)
  await world.call(requests.remove(token))
  await settle(world)
  const answers = await sendAll(await rightRequests(token))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
})

test('a token made of two accounts’ parts is good for nothing', async () => {
  const [one, other] = [await openAccount(world), await openAccount(world)]
  // ua_ + 24 hex of the user + 16 of the session + the secret
  const cuts = [3, 27, 43]
  const mixed = cuts.flatMap((at) => [
    one.token.slice(0, at) + other.token.slice(at),
    other.token.slice(0, at) + one.token.slice(at),
  ])
  for (const token of mixed.filter((made) => made !== one.token && made !== other.token)) {
    const answers = await sendAll(await rightRequests(token))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
  }
})

describe('what is another account’s', () => {
  let one: OpenedAccount
  let other: OpenedAccount
  beforeAll(async () => {
    one = await openAccount(world)
    other = await openAccount(world)
  })

  test('a cursor is refused', async () => {
    for (const day of [1, 2]) {
      await enqueue(world, {
        attempt_id: newObjectId(),
        user_id: one.id,
        course_id: 1,
        mcq_id: newObjectId(),
        is_correct: true,
        attempted_at_epoch_ms: Date.UTC(2026, 3, day),
      })
    }
    await settle(world)
    const [page] = (await syncAll(world, one.token, 1)) ?? []
    expect(page.data).toHaveLength(1)
    const { next_cursor } = page.pagination
    const answer = await world.call(requests.sync(other.token, 1, next_cursor))
    expect(answer.body.error.code).toBe(1006)
  })

  test('an OTI and its OTP are refused, and remain good for their owner', async () => {
    const phone = '9812345670'
    const { oti } = (await world.call(requests.send(one.token, phone))).body.data
    const otp = (await receivedOtp(world, one.token, phone, oti)) ?? ''
    const [stolen] = await sendAll([requests.verify(other.token, phone, oti, otp)])
    expect(stolen?.body.error.code).toBe(2008)
    expect((await world.call(requests.verify(one.token, phone, oti, otp))).status).toBe(200)
  })

  test('a picture is neither shown nor removed by an upload', async () => {
    await world.call(await uploadRequest(one.token, 3, 4))
    const before = (await readState(world)).objects.filter((key) => key.startsWith(one.id))
    await world.call(await uploadRequest(other.token, 4, 5))
    await world.call(await uploadRequest(other.token, 5, 6))
    const { objects } = await readState(world)
    expect(objects.filter((key) => key.startsWith(one.id))).toEqual(before)
    expect(objects.filter((key) => key.startsWith(other.id))).toHaveLength(1)
  })
})

test('what is over goes when the engine likes, and what is not stays: only that is a change', () => {
  const none = { users: [], otps: [], stats: [], reports: [], objects: [] }
  const seconds = Math.floor(Date.now() / 1000)
  const otp = (expiresAt: number) => ({ ...none, otps: [{ pk: 'USER#1', sk: 'OTI#1', expiresAt }] })
  expect(hasChanged(otp(seconds - 60), none)).toBe(false)
  expect(hasChanged(otp(seconds + 60), none)).toBe(true)
})
