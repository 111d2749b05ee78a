import { afterAll, expect, test } from 'vitest'
import { openFlags } from '../../../../infra/start/console/flags.ts'
import { stack } from '../../../support/stack.ts'

const outputs = { UsersTableName: stack.usersTableName, AwsEndpointUrl: stack.awsEndpointUrl }
const flags = openFlags(outputs, 'ap-south-1')
afterAll(() => flags.close())

test('flags are listed, also when several requests wait at once', async () => {
  const [first, second] = await Promise.all([flags.list(), flags.list()])
  expect(first.map(({ name }) => name)).toEqual(['response_encryption'])
  expect(second).toEqual(first)
})

test('an unknown flag is refused, and the next request gets its own response', async () => {
  const refused = flags.change('nothing', true)
  const next = flags.list()
  await expect(refused).rejects.toThrow('There is no flag "nothing", only response_encryption.')
  expect(await next).toHaveLength(1)
})

test('says why when the table cannot be read', async () => {
  const broken = openFlags({ ...outputs, UsersTableName: 'missing' }, 'ap-south-1')
  await expect(broken.list()).rejects.toThrow()
  await broken.close()
})
