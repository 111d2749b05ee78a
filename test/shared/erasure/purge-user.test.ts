import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { handler as purgeHandler } from '../../../functions/workers/purge-deleted-user.stream.ts'
import { handler as sweepHandler } from '../../../functions/workers/sweep-purges.schedule.ts'
import { parseToken } from '../../../shared/accounts/token.ts'
import { createUser, readItem, usersKeys } from '../../../shared/accounts/users-table.ts'
import { numberVariables, resourceVariables } from '../../../shared/config.ts'
import { purgeLimits } from '../../../shared/erasure/limits.ts'
import { purgeUser, sweepPurges } from '../../../shared/erasure/purge-user.ts'
import {
  getTombstone,
  replaceByTombstone,
  tombstonesAfter,
} from '../../../shared/erasure/tombstones.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { awsError, timeOut, withFault } from '../../support/faults.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'
import { newUser } from '../../support/new-user.ts'
import { putObject, storedKeys } from '../../support/pictures.ts'
import { tables } from '../../support/stack.ts'

const HOUR_MS = 60 * 60 * 1000
const AGAIN_AFTER = numberVariables.purgeAgainAfterMs
const USERS_TABLE = resourceVariables.usersTable
const given = { [AGAIN_AFTER]: process.env[AGAIN_AFTER], [USERS_TABLE]: process.env[USERS_TABLE] }
const ownTable = `users-${newObjectId()}`

// A table without a stream: the stack's own worker would finish its purge before a test looks.
beforeAll(async () => {
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType })
  await tables.send(
    new CreateTableCommand({
      TableName: ownTable,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [key('pk', 'HASH')],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'purge', AttributeType: 'S' },
        { AttributeName: 'deletedAt', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'tombstones',
          KeySchema: [key('purge', 'HASH'), key('deletedAt', 'RANGE')],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
  Object.assign(process.env, { [AGAIN_AFTER]: String(HOUR_MS), [USERS_TABLE]: ownTable })
})
afterAll(() => {
  Object.assign(process.env, given)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

function record(pk: string, sequence: string): DynamoDBStreamEvent['Records'][number] {
  const dynamodb = { Keys: { pk: { S: pk } }, SequenceNumber: sequence }
  return { eventID: `event-${sequence}`, eventName: 'INSERT', dynamodb }
}

async function deletedUser(): Promise<string> {
  const { user, token } = await newUser('192.0.2.1')
  await createUser(user, [])
  const caller = parseToken(token)
  if (!caller) throw new Error('The token is malformed')
  await replaceByTombstone(caller, user)
  return user.id
}

test('a deletion leaves a tombstone that contains only the id and the time', async () => {
  const before = Date.now()
  const id = await deletedUser()
  const { Items = [] } = await tables.send(new ScanCommand({ TableName: ownTable }))
  const left = Items.filter((item) => JSON.stringify(item).includes(id))
  const deletedAt = expect.any(Number)
  expect(left).toEqual([{ pk: `PURGE#${id}`, purge: 'PURGE', userId: id, deletedAt }])
  expect(left[0]?.deletedAt).toBeGreaterThanOrEqual(before)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS })
  await sweepPurges()
})

describe('the purge', () => {
  test('does nothing for a user without a tombstone', async () => {
    const id = newObjectId()
    await putObject(`${id}/picture.jpg`)
    await purgeUser(id)
    expect(await storedKeys({ id })).toEqual([`${id}/picture.jpg`])
  })

  test('runs twice: the second one removes what an upload stored after the first', async () => {
    const id = await deletedUser()
    await putObject(`${id}/before.jpg`)
    await purgeUser(id)
    expect(await storedKeys({ id })).toEqual([])
    expect(await getTombstone(id)).toBeDefined()

    await putObject(`${id}/late.jpg`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS })
    await sweepPurges()
    expect(await storedKeys({ id })).toEqual([])
    expect(await getTombstone(id)).toBeUndefined()
    await purgeUser(id)
  })

  test('of a deployed stage is the last one from ten minutes after the deletion on', async () => {
    const id = await deletedUser()
    const { deletedAt = 0 } = (await getTombstone(id)) ?? {}
    vi.stubEnv(AGAIN_AFTER, String(purgeLimits.purgeAgainAfterMs.default))
    vi.useFakeTimers({ toFake: ['Date'], now: deletedAt + 10 * 60 * 1000 - 1 })
    await purgeUser(id)
    expect(await getTombstone(id)).toBeDefined()
    vi.setSystemTime(deletedAt + 10 * 60 * 1000)
    await purgeUser(id)
    expect(await getTombstone(id)).toBeUndefined()
  })

  test('leaves a closed tombstone for as long as a backup may have the account', async () => {
    const id = await deletedUser()
    const deletedAt = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: deletedAt + HOUR_MS })
    await sweepPurges()
    const { pk } = usersKeys.tombstone(id)
    const purgedAt = deletedAt + HOUR_MS
    const tombstone = {
      pk,
      purge: 'PURGED',
      userId: id,
      deletedAt: expect.any(Number),
      purgedAt,
      expiresAt: Math.ceil((purgedAt + 36 * 24 * HOUR_MS) / 1000),
    }
    expect(await readItem({ pk })).toEqual(tombstone)
    // Not purged again, which would keep it for longer.
    vi.setSystemTime(purgedAt + HOUR_MS)
    await sweepPurges()
    await purgeUser(id)
    expect(await readItem({ pk })).toEqual(tombstone)
  })

  test('of one user happens even if that of another fails', async () => {
    const ids = [await deletedUser(), await deletedUser(), await deletedUser()]
    for (const id of ids) await putObject(`${id}/picture.jpg`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS })
    const fault = { command: 'ListObjectsV2Command', error: awsError('AccessDenied'), times: 1 }
    await expect(withFault(fault, sweepPurges)).rejects.toThrow('Some purges failed')
    expect(JSON.parse(loggedLines.at(-1) ?? '')).toMatchObject({
      message: 'Failed to purge a deleted user',
      error: { name: 'AccessDenied' },
    })
    const left = async () => (await Promise.all(ids.map(getTombstone))).filter(Boolean).length
    expect(await left()).toBe(1)
    await sweepPurges()
    expect(await left()).toBe(0)
    for (const id of ids) expect(await storedKeys({ id })).toEqual([])
  })
})

describe('the sweep records as a metric', () => {
  const sweepAt = async (now: number, fault = {}) => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    const never = { command: 'NoCommand', error: timeOut() }
    return await metricsOf(() =>
      withFault({ ...never, ...fault }, () => sweepHandler({})).catch(() => undefined),
    )
  }

  test('that it ran, even with nothing to purge', async () => {
    expect(await sweepAt(Date.now())).toEqual({ PurgeAge: 0 })
  })

  test('the age of the oldest deletion, and the purges that are done', async () => {
    const id = await deletedUser()
    const { deletedAt = 0 } = (await getTombstone(id)) ?? {}
    expect(await sweepAt(deletedAt + 1)).toEqual({ PurgeAge: 1 })
    const fault = { command: 'ListObjectsV2Command', error: awsError('AccessDenied') }
    expect(await sweepAt(deletedAt + HOUR_MS, fault)).toEqual({ PurgeAge: HOUR_MS })
    expect(await sweepAt(deletedAt + HOUR_MS)).toEqual({ PurgeAge: HOUR_MS, PurgesDone: 1 })
    expect(await sweepAt(deletedAt + HOUR_MS)).toEqual({ PurgeAge: 0 })
  })

  test('nothing when it cannot read the tombstones, so that the alarm sees missing data', async () => {
    const fault = { command: 'QueryCommand', error: awsError('AccessDenied') }
    expect(await sweepAt(Date.now(), fault)).toEqual({})
  })
})

describe('the tombstones after a time', () => {
  test('are those whose last purge was later, and those who still wait for it', async () => {
    const purged = await deletedUser()
    const now = Date.now()
    vi.useFakeTimers({ toFake: ['Date'], now: now + HOUR_MS })
    await sweepPurges()
    const waiting = await deletedUser()
    const usersAfter = async (time: number) =>
      (await tombstonesAfter(time)).map(({ userId }) => userId)
    expect(await usersAfter(now + HOUR_MS)).toEqual(expect.arrayContaining([purged, waiting]))
    const later = await usersAfter(now + HOUR_MS + 1)
    expect([later.includes(purged), later.includes(waiting)]).toEqual([false, true])
    await sweepPurges()
  })
})

describe('the stream worker', () => {
  test('purges the user of its record', async () => {
    const id = await deletedUser()
    await putObject(`${id}/picture.jpg`)
    expect(await purgeHandler({ Records: [record(`PURGE#${id}`, '6')] })).toEqual({
      batchItemFailures: [],
    })
    expect(await storedKeys({ id })).toEqual([])
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS })
    await sweepPurges()
  })

  test('reports the first record that fails', async () => {
    const fault = { command: 'GetItemCommand', error: timeOut() }
    const event = { Records: [record('PURGE#000000000000000000000001', '7')] }
    const response = await withFault(fault, () => purgeHandler(event))
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] })
    expect(JSON.parse(loggedLines.at(-1) ?? '')).toMatchObject({
      level: 'ERROR',
      record_id: 'event-7',
      error: { name: 'TimeoutError' },
    })
  })

  test('reports no failure when nothing failed', async () => {
    const event = { Records: [record('PURGE#000000000000000000000001', '8')] }
    expect(await purgeHandler(event)).toEqual({ batchItemFailures: [] })
  })
})
