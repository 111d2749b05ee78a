import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PermissionUse } from '../../../infra/local/endpoint/permission-use.ts'
import { startLocalStack } from '../../../infra/local/local-stack.ts'
import type { PolicyDocument } from '../../../infra/local/policies/policy.ts'
import { type LocalUserApi, startUserApi } from '../../../infra/start/start-user-api.ts'
import { type Account, register } from '../../support/accounts.ts'
import { assemblyOf } from '../../support/assemblies.ts'
import { fileForm } from '../../support/forms.ts'
import { httpTo } from '../../support/http-driver.ts'
import { plain } from '../../support/images.ts'
import { LOGS_AND_TRACES } from '../../support/logs-and-traces.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

// A separate stack, because these tests remove permissions.
let stack: LocalUserApi
const logged: string[] = []
const use = new PermissionUse(LOGS_AND_TRACES)

beforeAll(async () => {
  stack = await startUserApi({
    assembly: await assemblyOf('local'),
    onLog: (_, line) => logged.push(line),
    onCall: use.record,
  })
})
afterAll(async () => {
  await stack.stop()
})

function functionOf(id: string) {
  const found = stack.functions.find(({ name }) => name.includes(id))
  if (!found) throw new Error(`There is no function ${id}`)
  return found
}

/** Returns the policies with another action in place of this one. */
function without(policies: readonly PolicyDocument[], action: string): PolicyDocument[] {
  return policies.map((policy) => ({
    ...policy,
    Statement: [policy.Statement].flat().map((statement) => ({
      ...statement,
      Action: [statement.Action ?? []]
        .flat()
        .map((granted) => (granted === action ? 'dynamodb:DescribeTable' : granted)),
    })),
  }))
}

async function post(path: string, body: object) {
  const url = `${stack.outputs.ApiUrl}${path}`
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  // biome-ignore lint/suspicious/noExplicitAny: responses have no type here.
  return { status: response.status, body: (await response.json()) as any }
}

describe('a function', () => {
  const account = { email: 'john@example.com', password: 'quiet-lamp-4' }
  const name = { first_name: 'John' }

  test.each([
    ['AuthRegisterPost', 'dynamodb:PutItem', '/auth/register', { ...account, name }],
    ['AuthLoginPost', 'dynamodb:GetItem', '/auth/login', account],
    ['AuthLoginPost', 'dynamodb:UpdateItem', '/auth/login', account],
    ['AuthLoginPost', 'dynamodb:ConditionCheckItem', '/auth/login', account],
  ])('%s without %s responds with 500', async (id, action, path, body) => {
    const granted = functionOf(id)
    await post('/auth/register', { ...account, name })
    const registered = path === '/auth/register' ? { ...body, email: 'jane@example.com' } : body
    stack.replacePolicies(granted.name, without(granted.policies, action))
    logged.length = 0
    const denied = await post(path, registered)
    stack.replacePolicies(granted.name, granted.policies)
    const allowed = await post(path, registered)

    expect(denied.status).toBe(500)
    expect(denied.body.error.code).toBe(1000)
    expect(denied.body.error.message).not.toContain('dynamodb')
    expect(logged.join('\n')).toContain(`is not authorized to perform: ${action}`)
    expect(allowed.status).toBeLessThan(300)
  })
})

describe('a call without its permission', () => {
  /** Registers an account and runs a request while a function lacks a permission. */
  async function denied<T>(id: string, action: string, run: (account: Account) => Promise<T>) {
    const { name, policies } = functionOf(id)
    const account = await register(httpTo(stack.outputs.ApiUrl ?? ''))
    stack.replacePolicies(name, without(policies, action))
    const response = await run(account)
    const [report] = use.report([{ name, policies }])
    stack.replacePolicies(name, policies)
    return { response, refused: report?.refused, unused: report?.unused }
  }
  const sendOtp = (account: Account) =>
    account.call({
      method: 'POST',
      path: '/users/send-phone-otp',
      body: { phone_number: { code: '+91', value: '9876543210' } },
    })
  const upload = async (account: Account) => {
    const { contentType, body } = fileForm(await plain(20, 20).jpeg().toBuffer())
    const headers = { 'content-type': contentType }
    return await account.call({ method: 'POST', path: '/users/profile-picture', headers, body })
  }

  test('of SNS sends no SMS, and is reported as refused, its grant as unused', async () => {
    const { response, refused, unused } = await denied('SendPhoneOtp', 'sns:Publish', sendOtp)
    expectError(response, 503, 3710)
    expect(refused).toEqual([{ action: 'sns:Publish', resource: '+919876543210', times: 1 }])
    expect(unused).toContainEqual({
      policy: 'sms',
      action: 'sns:Publish',
      resource: 'not arn:*:sns:*:*:*',
    })
    expectSuccess(await sendOtp(await register(httpTo(stack.outputs.ApiUrl ?? ''))))
  })

  test('of DynamoDB stores nothing', async () => {
    const { response, refused } = await denied('InfoPatch', 'dynamodb:UpdateItem', (account) =>
      account.call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } }),
    )
    expectError(response, 500, 1000)
    expect(refused).toEqual([
      {
        action: 'dynamodb:UpdateItem',
        resource: expect.stringContaining(`table/${stack.outputs.UsersTableName}`),
        times: 1,
      },
    ])
  })

  test('of S3 is reported although the response is a success', async () => {
    const { response, refused } = await denied(
      'ProfilePicturePost',
      's3:DeleteObject',
      async (account) => {
        await upload(account)
        return await upload(account)
      },
    )
    expectSuccess(response)
    expect(refused).toMatchObject([{ action: 's3:DeleteObject', times: 1 }])
  })
})

test('every function has its own key and the environment of the template', () => {
  const keys = new Set(stack.functions.map(({ accessKeyId }) => accessKeyId))
  expect(keys.size).toBe(stack.functions.length)
  expect(functionOf('AuthMeGet').environment).toMatchObject({
    USERS_TABLE_NAME: stack.outputs.UsersTableName,
    AWS_ENDPOINT_URL: stack.outputs.AwsEndpointUrl,
  })
})

test('stopping frees the port', async () => {
  const assembly = await assemblyOf('local')
  const other = await startUserApi({ assembly })
  const port = Number(new URL(other.outputs.ApiUrl ?? '').port)
  await other.stop()
  const again = await startUserApi({ assembly, port })
  expect(again.outputs.ApiUrl).toBe(other.outputs.ApiUrl)
  await again.stop()
})

test('a start that fails ends what it has started', async () => {
  const assembly = await mkdtemp(join(tmpdir(), 'local stack-'))
  const Orders = { type: 'aws:cloudformation:stack', properties: { templateFile: 'orders.json' } }
  const Resources = { Cluster: { Type: 'AWS::ECS::Cluster' } }
  await writeFile(join(assembly, 'manifest.json'), JSON.stringify({ artifacts: { Orders } }))
  await writeFile(join(assembly, 'orders.json'), JSON.stringify({ Resources }))
  const listen = async (port: number) => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    const { port: taken } = server.address() as { port: number }
    server.close()
    await once(server, 'close')
    return taken
  }
  const port = await listen(0)
  await expect(startLocalStack({ assembly, port })).rejects.toThrow(
    'Cluster: AWS::ECS::Cluster cannot run locally',
  )
  expect(await listen(port)).toBe(port)
})
