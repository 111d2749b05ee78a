import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { usersKeys } from '../../shared/accounts/users-table.ts'
import { otpsKeys } from '../../shared/otps/otps-table.ts'
import { type Account, logIn } from '../support/accounts.ts'
import { plain } from '../support/images.ts'
import { expectError, expectSuccess } from '../support/responses.ts'
import { recordAttempt } from './attempt-messages.ts'
import { deployment, IN_TIME, onlyLocally, ownStack, tables } from './deployment.ts'
import { freshPhone, linkPhone, sendOtp } from './otp-requests.ts'
import { anonymously, deletion, openAccount, reading } from './people.ts'
import { report, storedPictures, upload } from './requests.ts'

const { UsersTableName, McqDailyStatsTableName, OtpsTableName, ReportsTableName } =
  deployment.outputs

async function item(TableName: string | undefined, pk: string) {
  const get = new GetCommand({ TableName, Key: { pk }, ConsistentRead: true })
  return (await tables.send(get)).Item
}

async function partition(TableName: string | undefined, pk: string): Promise<unknown[]> {
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  })
  return (await tables.send(query)).Items ?? []
}

/** What is left of a user beside the tombstone, each with the place where it is. */
async function leftOf({ id, email }: Account): Promise<unknown[]> {
  const found = [
    await item(UsersTableName, usersKeys.profile(id).pk),
    await item(UsersTableName, usersKeys.email(email).pk),
    ...(await partition(McqDailyStatsTableName, `${id}_1`)),
    ...(await partition(OtpsTableName, otpsKeys.otp(id, '').pk)),
    ...(await storedPictures({ id })),
  ]
  return found.filter((one) => one !== undefined)
}

/** An account that has something in every table and in the bucket, and a report that it filed. */
async function openFullAccount() {
  const account = await openAccount()
  expectSuccess(await upload(account, await plain(20, 20).jpeg().toBuffer()))
  const { id } = expectSuccess(await report(account, 'It is wrong'))
  await recordAttempt(account)
  return { account, reportId: id as string }
}

const reporterOf = async (reportId: string) => (await item(ReportsTableName, reportId))?.userId
/** Whether the account's tombstone is closed. */
const isPurged = async ({ id }: Account) =>
  (await item(UsersTableName, usersKeys.tombstone(id).pk))?.purge === 'PURGED'

describe('DELETE /users', () => {
  test('ends every session, frees the address and removes all that was stored', async () => {
    const { account, reportId } = await openFullAccount()
    expect(await leftOf(account)).not.toEqual([])
    expect(expectSuccess(await account.call(deletion))).toEqual({
      id: account.id,
      message: 'Operation completed successfully.',
    })
    expectError(await account.call(reading), 401, 1001)
    expectError(await account.call(deletion), 401, 1001)
    expectError(await logIn(deployment.driver, account), 401, 2101)
    await expect.poll(() => leftOf(account), IN_TIME).toEqual([])
    await expect.poll(() => reporterOf(reportId), IN_TIME).toBeUndefined()
    expect(await item(ReportsTableName, reportId)).toMatchObject({ comments: 'It is wrong' })
    await openAccount({ email: account.email })
  })

  test('closes the tombstone when nothing is left', async (context) => {
    const waits = deployment.outputs.AwsEndpointUrl === undefined
    context.skip(waits, 'takes as long as the stage waits with its last purge')
    const account = await openAccount()
    expectSuccess(await account.call(deletion))
    await expect.poll(() => isPurged(account), IN_TIME).toBe(true)
  })

  test('frees the phone', async (context) => {
    onlyLocally(context, 'sends an SMS, which only the local inbox shows')
    const account = await openAccount()
    const value = await linkPhone(account)
    expectSuccess(await account.call(deletion))
    expect(await item(UsersTableName, usersKeys.phone(`+91${value}`).pk)).toBeUndefined()
    await expect.poll(() => leftOf(account), IN_TIME).toEqual([])
  })

  test('changes nothing when it fails', async (context) => {
    const own = ownStack(context, 'puts AWS out of order')
    const account = await openAccount()
    const answer = await own.during(
      (functionName, operation) =>
        functionName.includes('UsersIndexDelete') && operation === 'TransactWriteItems',
      async () => await account.call(deletion),
    )
    expectError(answer, 500, 3507)
    expectSuccess(await account.call(reading))
  })

  test('refuses to be called without a token', async () => {
    expectError(await anonymously('DELETE', '/users'), 401, 1001)
  })
})

describe('the sweep', () => {
  test('removes all that the stream did not', async (context) => {
    const own = ownStack(context, 'puts AWS out of order, and fires the schedule by hand')
    const { account, reportId } = await openFullAccount()
    expectSuccess(await sendOtp(account, freshPhone()))
    await own.during(
      (functionName) => functionName.includes('PurgeDeletedUser'),
      async () => {
        expectSuccess(await account.call(deletion))
        expect(await isPurged(account)).toBe(false)
        expect((await leftOf(account)).length).toBeGreaterThan(2)
        const sweep = `${deployment.outputs.ApiUrl}/_local/schedules/SweepPurges`
        expect((await fetch(sweep, { method: 'POST' })).status).toBe(200)
      },
    )
    expect(await leftOf(account)).toEqual([])
    expect(await reporterOf(reportId)).toBeUndefined()
    expect(await isPurged(account)).toBe(true)
  })
})
