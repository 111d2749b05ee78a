import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decryptData } from '../../../infra/client/decrypt.ts'
import { DecryptionError, PlaintextResponseError } from '../../../infra/client/errors.ts'
import { isPublic } from '../../../infra/client/public-routes.ts'
import type { Fetch } from '../../../infra/client/send-by-fetch.ts'
import { UserApi } from '../../../infra/client/user-api.ts'
import { useOutputs } from '../../../infra/ops/use-outputs.ts'
import { type LocalUserApi, startUserApi } from '../../../infra/start/start-user-api.ts'
import { switchFeatureFlag } from '../../../shared/feature-flags/feature-flags.ts'
import { freshEmail } from '../../support/accounts.ts'
import { assemblyOf } from '../../support/assemblies.ts'
import { lintResponse, readOpenApi } from '../../support/openapi.ts'

// A separate stack, since the flag applies to all users.
let stack: LocalUserApi
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  stack = await startUserApi({ assembly: await assemblyOf('local') })
  const outputsFile = join(folder, 'outputs.json')
  await writeFile(outputsFile, JSON.stringify({ stack: stack.outputs }))
  useOutputs(outputsFile)
  await switchFeatureFlag('response_encryption', true)
})
afterAll(async () => {
  await stack.stop()
})

const john = { password: 'quiet-lamp-4', name: { first_name: 'John', last_name: 'Smith' } }

test('a response for another token cannot be decrypted', async () => {
  let data = ''
  const api = new UserApi({
    baseUrl: stack.outputs.ApiUrl ?? '',
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      data = ((await response.clone().json()) as { data: string }).data
      return response
    },
  })
  await api.register({ ...john, email: freshEmail() })
  const user = await api.me()
  const [meant, { token = '' }] = [data, api]
  expect(await decryptData(meant, token)).toEqual(user)
  await api.register({ ...john, email: freshEmail() })
  await expect(decryptData(meant, api.token ?? '')).rejects.toThrow()
  // The app sees an error of the client, with the response's status.
  const replayed = new UserApi({
    baseUrl: '',
    token: api.token,
    fetch: async () =>
      Response.json({ status: 'success', is_data_encrypted: 1, data: meant, error: null }),
  })
  const error = await replayed.me().catch((reason) => reason)
  expect(error).toBeInstanceOf(DecryptionError)
  expect(error).toMatchObject({ status: 200, cause: expect.any(Error) })
})

test('the client decrypts every response for its token, and each is as documented', async () => {
  const bodies: [routeKey: string, body: { is_data_encrypted: number }][] = []
  const api = new UserApi({
    baseUrl: stack.outputs.ApiUrl ?? '',
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      const body = (await response.clone().json()) as { is_data_encrypted: number }
      bodies.push([`${init.method} ${new URL(url).pathname}`, body])
      return response
    },
  })
  const email = freshEmail()
  const { user } = await api.register({ ...john, email })
  await api.logIn({ email, password: john.password })
  expect(await api.me()).toEqual(user)
  expect(await api.updateUserInfo({ attempt_number: 2 })).toMatchObject({ attempt_number: 2 })
  expect(await api.syncAll({ course_id: 1, sync_from_epoch_ms: 0 })).toMatchObject({ days: [] })
  expect((await api.getPortalUser()).email).toBe(email)
  await expect(api.updateUserInfo({})).rejects.toMatchObject({ code: 1006 })
  expect((await api.deleteUser()).id).toBe(user.id)

  expect(bodies.map(([, body]) => body.is_data_encrypted)).toEqual([
    ...[0, 0, 1, 1, 1],
    ...[undefined, 0, 1],
  ])
  const openApi = await readOpenApi()
  for (const [routeKey, body] of bodies.filter(([, one]) => one.is_data_encrypted === 1)) {
    expect(await lintResponse(openApi, routeKey, { status: 200, body })).toEqual([])
  }
})

describe('a client that requires encryption', () => {
  const plain = '{"status":"success","is_data_encrypted":0,"data":{},"error":null}'
  const create = (fetch?: Fetch, token?: string) =>
    new UserApi({
      baseUrl: stack.outputs.ApiUrl ?? '',
      requireEncryption: true,
      ...(fetch && { fetch }),
      ...(token && { token }),
    })

  test('registers, logs in, and reads its profile', async () => {
    const api = create()
    const email = freshEmail()
    await api.register({ ...john, email })
    await api.logIn({ email, password: john.password })
    expect(await api.me()).toMatchObject({ email })
  })

  test('refuses a response that a proxy replaced by one that is not encrypted', async () => {
    const api = create()
    await api.register({ ...john, email: freshEmail() })
    const behindProxy = create(async () => new Response(plain), api.token)
    await expect(behindProxy.me()).rejects.toThrow(PlaintextResponseError)
    const query = { course_id: 1, sync_from_epoch_ms: 0 } as const
    await expect(behindProxy.syncAll(query)).rejects.toThrow(PlaintextResponseError)
  })

  test('still gets the API’s errors, which are never encrypted', async () => {
    await expect(create(undefined, 'ua_wrong').me()).rejects.toMatchObject({ code: 1001 })
  })
})

test('the client sends no token to exactly the routes that take none', async () => {
  const { paths } = await readOpenApi()
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, { security }] of Object.entries(item)) {
      expect(isPublic(`${method.toUpperCase()} ${path}`), path).toBe(security.length === 0)
    }
  }
})
