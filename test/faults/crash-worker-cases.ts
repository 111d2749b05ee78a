import { PutObjectCommand } from '@aws-sdk/client-s3'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { newObjectId } from '../../shared/object-id.ts'
import { enqueue, type OpenedAccount, openAccount, requests } from './client.ts'
import { byAccount, type CrashCase } from './crash-case.ts'
import { openAccountWithPhone, receivedCode } from './recoveries.ts'
import { openTombstones, readState } from './stored-state.ts'
import type { World } from './world.ts'

/** Stores one of everything that a purge must delete. */
async function fillAccount(world: World, { id }: OpenedAccount): Promise<void> {
  const put = async (table: string, Item: object) =>
    await world.tables.send(new PutCommand({ TableName: world.output(table), Item }))
  const Key = `${id}/${newObjectId()}.png`
  const report = newObjectId()
  await Promise.all([
    put('OtpsTableName', { pk: `USER#${id}`, sk: 'TRIES#reports' }),
    put('McqDailyStatsTableName', { pk: `${id}_1`, sk: 'MCQ#1' }),
    put('ReportsTableName', { pk: report, id: report, userId: id, createdAt: 1, contentId: id }),
    world.buckets.send(
      new PutObjectCommand({ Bucket: world.output('PicturesBucketName'), Key, Body: 'x' }),
    ),
  ])
}

async function deletedAccount(world: World): Promise<OpenedAccount> {
  const account = await openAccount(world)
  await fillAccount(world, account)
  await world.call(requests.remove(account.token))
  return account
}

/** Whether all data is deleted. The tombstone stays open until the sweep. */
async function isPurged(world: World, userId: string): Promise<boolean> {
  const { otps, stats, reports, objects } = await readState(world)
  const items = [...otps, ...stats, ...reports].filter(
    (item) => item.pk.includes(userId) || item.userId === userId,
  )
  return items.length === 0 && !objects.some((key) => key.startsWith(userId))
}

/** A case for every worker. */
export const workerCrashCases: readonly CrashCase[] = [
  byAccount('record attempts', 'RecordMcqAttempts', ({ id: user_id }, world) => {
    const attempt = {
      attempt_id: newObjectId(),
      user_id,
      course_id: 1,
      mcq_id: newObjectId(),
      is_correct: true,
      attempted_at_epoch_ms: Date.now(),
    }
    const isCounted = async () =>
      (await readState(world)).stats.some(({ pk, sk }) => pk === `${user_id}_1` && sk === 'HEAD')
    return {
      wake: async () => await enqueue(world, attempt),
      problem: async () => ((await isCounted()) ? undefined : 'the attempt is not counted'),
    }
  }),
  {
    name: 'send the SMS of a recovery',
    function: 'SendRecoverySms',
    prepare: async (world) => {
      const { email } = await openAccountWithPhone(world)
      const otis: string[] = []
      const request = async () => {
        otis.push((await world.call(requests.forget(email))).body.data.oti)
      }
      return {
        wake: request,
        problem: async () => {
          for (const oti of otis) if (await receivedCode(world, oti, 500)) return undefined
          // Requests another, as a user without an SMS does: a crash between the write and SNS loses it.
          await request()
          return 'no SMS has arrived'
        },
      }
    },
  },
  {
    name: 'purge',
    function: 'PurgeDeletedUser',
    prepare: async (world) => {
      const account = await openAccount(world)
      await fillAccount(world, account)
      return {
        wake: async () => await world.call(requests.remove(account.token)),
        problem: async () =>
          (await isPurged(world, account.id)) ? undefined : 'some data of the user is left',
      }
    },
  },
  {
    name: 'sweep',
    function: 'SweepPurges',
    prepare: async (world) => {
      const { id } = await deletedAccount(world)
      const sweep = async () =>
        await fetch(`${world.apiUrl}/_local/schedules/SweepPurges`, { method: 'POST' })
      return {
        wake: sweep,
        problem: async () => {
          if (!openTombstones(await readState(world)).has(id)) return undefined
          // Starts the sweep again, as EventBridge does at the next interval.
          await sweep()
          return 'the tombstone is still open'
        },
      }
    },
  },
]
