import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { PASSWORD } from '../support/accounts.ts'
import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import { hasChanged } from './bad-input/bad-requests.ts'
import { sendBadInput } from './bad-input/send-bad-input.ts'
import {
  enqueue,
  type OpenedAccount,
  openAccount,
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

describe('valid, invalid and hostile requests', () => {
  test.each(routes.map((route) => [route.routeKey, route] as const))(
    'get a response in the envelope, and change nothing when refused: %s',
    async (_, route) => {
      await sendBadInput(world, route, { seed: 1, runs: 20 })
    },
  )
})

/** A valid request of each route that takes a token. */
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

/** Sends all requests and expects that they change nothing. */
async function sendAll(sent: readonly ApiRequest[]): Promise<ApiResponse[]> {
  const before = await readState(world)
  const responses: ApiResponse[] = []
  for (const request of sent) responses.push(await world.call(request))
  expect(hasChanged(before, await readState(world))).toBe(false)
  return responses
}

test('a token of a deleted account is refused by every route', async () => {
  const { token } = await openAccount(world)
  await world.call(requests.remove(token))
  await settle(world)
  const responses = await sendAll(await rightRequests(token))
  expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 401))
})

test('a token made of parts of two tokens is refused by every route', async () => {
  const [one, other] = [await openAccount(world), await openAccount(world)]
  // ua_ + 24 hex of the user + 16 of the session + the secret
  const cuts = [3, 27, 43]
  const mixed = cuts.flatMap((at) => [
    one.token.slice(0, at) + other.token.slice(at),
    other.token.slice(0, at) + one.token.slice(at),
  ])
  for (const token of mixed.filter((made) => made !== one.token && made !== other.token)) {
    const responses = await sendAll(await rightRequests(token))
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 401))
  }
})

describe('the data of another account', () => {
  let one: OpenedAccount
  let other: OpenedAccount
  beforeAll(async () => {
    one = await openAccount(world)
    other = await openAccount(world)
  })

  test('cannot be read with its cursor', async () => {
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
    const response = await world.call(requests.sync(other.token, 1, next_cursor))
    expect(response.body.error.code).toBe(1006)
  })

  test('cannot be reached with its OTI and OTP, which stay valid for their owner', async () => {
    const phone = '9812345670'
    const { oti } = (await world.call(requests.send(one.token, phone))).body.data
    const otp = (await receivedOtp(world, one.token, phone, oti)) ?? ''
    const [stolen] = await sendAll([requests.verify(other.token, phone, oti, otp)])
    expect(stolen?.body.error.code).toBe(2008)
    expect((await world.call(requests.verify(one.token, phone, oti, otp))).status).toBe(200)
  })

  test('keeps its picture when another account uploads one', async () => {
    await world.call(await uploadRequest(one.token, 3, 4))
    const before = (await readState(world)).objects.filter((key) => key.startsWith(one.id))
    await world.call(await uploadRequest(other.token, 4, 5))
    await world.call(await uploadRequest(other.token, 5, 6))
    const { objects } = await readState(world)
    expect(objects.filter((key) => key.startsWith(one.id))).toEqual(before)
    expect(objects.filter((key) => key.startsWith(other.id))).toHaveLength(1)
  })
})

test('removing an expired item does not count as a change, removing any other item does', () => {
  const none = { users: [], otps: [], stats: [], reports: [], objects: [] }
  const seconds = Math.floor(Date.now() / 1000)
  const otp = (expiresAt: number) => ({ ...none, otps: [{ pk: 'USER#1', sk: 'OTI#1', expiresAt }] })
  expect(hasChanged(otp(seconds - 60), none)).toBe(false)
  expect(hasChanged(otp(seconds + 60), none)).toBe(true)
})
