import { argon2Sync } from 'node:crypto'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { type Account, logIn } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { openAccount } from '../../support/open-account.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'
import { stack, storedItem, tables } from '../../support/stack.ts'

/** The hash of a password as this API made it with other parameters. */
function hashWith(cost: string, password: string): string {
  const [memory = 0, passes = 0, parallelism = 0] = cost.split(/\D+/).slice(1).map(Number)
  const nonce = Buffer.alloc(16, 7)
  const given = { message: password, nonce, memory, passes, parallelism, tagLength: 32 }
  const [salt, hash] = [nonce, argon2Sync('argon2id', given)].map((bytes) =>
    bytes.toString('base64').replaceAll('=', ''),
  )
  return `$argon2id$v=19$${cost}$${salt}$${hash}`
}

async function storeHash({ id }: Account, hash: string): Promise<void> {
  await tables.send(
    new UpdateCommand({
      TableName: stack.usersTableName,
      Key: { pk: `USER#${id}` },
      UpdateExpression: 'SET passwordHash = :hash',
      ExpressionAttributeValues: { ':hash': hash },
    }),
  )
}

const hashOf = async ({ id }: Account) => (await storedItem(`USER#${id}`))?.passwordHash

test.each([
  ['less memory', 'm=8192,t=2,p=1'],
  ['one pass', 'm=19456,t=1,p=1'],
  ['two lanes', 'm=19456,t=2,p=2'],
])('a hash made with %s is replaced at the next login', async (_, cost) => {
  const account = await openAccount(direct)
  const old = hashWith(cost, account.password)
  await storeHash(account, old)
  expectError(await logIn(direct, { ...account, password: 'wrong-password' }), 401, 2101)
  expect(await hashOf(account)).toBe(old)
  expectSuccess(await logIn(direct, account))
  expect(await hashOf(account)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expectSuccess(await logIn(direct, account))
})

test('a hash made with the present parameters stays', async () => {
  const account = await openAccount(direct)
  const before = await hashOf(account)
  expectSuccess(await logIn(direct, account))
  expect(await hashOf(account)).toBe(before)
})
