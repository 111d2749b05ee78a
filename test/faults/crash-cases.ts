import { PutObjectCommand } from '@aws-sdk/client-s3'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { newObjectId } from '../../shared/object-id.ts'
import { freshEmail } from '../support/accounts.ts'
import type { ApiAnswer, ApiRequest } from '../support/drivers.ts'
import {
  enqueue,
  type OpenedAccount,
  openAccount,
  PASSWORD,
  receivedOtp,
  requests,
  uploadRequest,
} from './client.ts'
import { byKey, readState } from './stored-state.ts'
import type { World } from './world.ts'

/** One thing that somebody wants done, by a function that will crash while it does it. */
export interface CrashCase {
  readonly name: string
  /** Part of the function's name. */
  readonly function: string
  /** Makes ready for one try, and answers how it is started and known to have gone well. */
  readonly prepare: (world: World) => Promise<CrashTry>
}

interface CrashTry {
  /** What the client sends, again and again until it is told that all is well. */
  readonly request?: ApiRequest
  /** Instead of a request: wakes the worker. */
  readonly wake?: () => Promise<unknown>
  /** Whether the client of the documents takes an answer for success; a retry's, too. */
  readonly isDone?: (answer: ApiAnswer, isRetry: boolean) => boolean
  /** What is wrong afterwards, in words. */
  readonly problem?: () => Promise<string | undefined>
}

const answers =
  (status: number, ...ofRetry: readonly number[]) =>
  (answer: ApiAnswer, isRetry: boolean) =>
    answer.status === status || (isRetry && isOneOf(answer, ofRetry))

/** By status, or by the error's code. */
function isOneOf({ status, body }: ApiAnswer, accepted: readonly number[]): boolean {
  return accepted.includes(status) || accepted.includes(body?.error?.code)
}

/** A profile read afterwards must show what was done. */
function shows(world: World, token: string, part: string): () => Promise<string | undefined> {
  return async () => {
    const { body } = await world.call(requests.me(token))
    return JSON.stringify(body).includes(part) ? undefined : `the profile does not show ${part}`
  }
}

/** A case of one account and one request of it. */
function byAccount(
  name: string,
  functionPart: string,
  make: (account: OpenedAccount, world: World) => CrashTry | Promise<CrashTry>,
): CrashCase {
  const prepare = async (world: World) => await make(await openAccount(world), world)
  return { name, function: functionPart, prepare }
}

const freshPhone = () => String(6_000_000_000 + Math.floor(Math.random() * 3_999_999_999))

/** Gives an account something of everything that a purge must find. */
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

/** The purge is through when it has been everywhere; the tombstone is left to the sweep. */
async function isPurged(world: World, userId: string): Promise<boolean> {
  const { otps, stats, reports, objects } = await readState(world)
  const items = [...otps, ...stats, ...reports].filter(
    (item) => item.pk.includes(userId) || item.userId === userId,
  )
  return items.length === 0 && !objects.some((key) => key.startsWith(userId))
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
    name: 'purge',
    function: 'PurgeDeletedUser',
    prepare: async (world) => {
      const account = await openAccount(world)
      await fillAccount(world, account)
      return {
        wake: async () => await world.call(requests.remove(account.token)),
        problem: async () =>
          (await isPurged(world, account.id)) ? undefined : 'something is left of the user',
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
          if (!byKey(await readState(world), 'PURGE#').has(id)) return undefined
          // EventBridge comes again.
          await sweep()
          return 'the tombstone stands'
        },
      }
    },
  },
]
