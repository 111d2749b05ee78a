import { execFile } from 'node:child_process'
import { createDecipheriv, hkdfSync } from 'node:crypto'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { useOutputs } from '../../../infra/ops/use-outputs.ts'
import { type LocalUserApi, startUserApi } from '../../../infra/start/start-user-api.ts'
import {
  forgetFeatureFlags,
  listFeatureFlags,
  switchFeatureFlag,
} from '../../../shared/feature-flags/feature-flags.ts'
import { encryptForToken } from '../../../shared/http/encrypt-for-token.ts'
import { type Account, register } from '../../support/accounts.ts'
import type { ApiResponse } from '../../support/api-request.ts'
import { assemblyOf } from '../../support/assemblies.ts'
import { timeOut, withFault } from '../../support/faults.ts'
import { httpTo } from '../../support/http-driver.ts'
import { invokeDirectly } from '../../support/invoke-directly.ts'
import { environmentOf } from '../../support/provided-stack.ts'
import { expectError, expectSuccess } from '../../support/responses.ts'

const direct = invokeDirectly()

// A separate stack, because the flag affects every user of a stack.
let stack: LocalUserApi
let outputsFile: string
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  stack = await startUserApi({ assembly: await assemblyOf('local') })
  outputsFile = join(folder, 'outputs.json')
  await writeFile(outputsFile, JSON.stringify({ stack: stack.outputs }))
  Object.assign(process.env, environmentOf(stack.functions))
  useOutputs(outputsFile)
})
afterAll(async () => {
  await stack.stop()
})

/** Decrypts as a client does, with another implementation: RFC 7516 with `dir` and `A256GCM`. */
function decrypt(jwe: string, token: string): { header: unknown; data: unknown } {
  const [protectedHeader = '', key, iv = '', ciphertext = '', tag = ''] = jwe.split('.')
  expect(key).toBe('')
  const [, sessionId = '', secret = ''] = /^ua_[0-9a-f]{24}([0-9a-f]{16})(.{43})$/.exec(token) ?? []
  const secretBytes = Buffer.from(secret, 'base64url')
  const derived = hkdfSync('sha256', secretBytes, sessionId, 'user-api response v1', 32)
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(derived),
    Buffer.from(iv, 'base64url'),
  )
  decipher.setAAD(Buffer.from(protectedHeader))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  const clear = decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8')
  const header = JSON.parse(Buffer.from(protectedHeader, 'base64url').toString())
  return { header, data: JSON.parse(clear) }
}

function expectEncrypted(response: ApiResponse, token: string) {
  expect(response.body).toEqual({
    status: 'success',
    is_data_encrypted: 1,
    data: expect.any(String),
    error: null,
    app_actions: null,
  })
  return decrypt(response.body.data, token)
}

const me = (account: Account) => account.call({ method: 'GET', path: '/auth/me' })

/** The code and the example in docs/response-encryption.md. */
async function documentation() {
  const text = await readFile(
    new URL('../../../docs/response-encryption.md', import.meta.url),
    'utf8',
  )
  const [, code = ''] = /```js\n(.*?)```/s.exec(text) ?? []
  const cell = (name: string) => new RegExp(`\\| ${name} \\| \`(.*)\` \\|`).exec(text)?.[1] ?? ''
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`)
  return { cell, decrypt: module.decrypt as (data: string, token: string) => Promise<unknown> }
}

test('the documented example decrypts to the documented data', async () => {
  const { cell, decrypt: documented } = await documentation()
  const expected = JSON.parse(cell('decrypted'))
  expect(await documented(cell('data'), cell('token'))).toEqual(expected)
  expect(decrypt(cell('data'), cell('token')).data).toEqual(expected)
})

test.each(['', 'ua_1', 'Bearer x'])(
  'nothing is encrypted for "%s", which is no token',
  async (text) => {
    await expect(encryptForToken(text, {})).rejects.toThrow('There is no token to encrypt for')
  },
)

describe('while response_encryption is on', () => {
  beforeAll(async () => {
    // Switched with the operators' command.
    const script = fileURLToPath(new URL('../../../infra/ops/cli.ts', import.meta.url))
    const args = [script, 'flag', 'response_encryption', 'on', '--outputs', outputsFile]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    expect(stdout).toBe('response_encryption is on.\nFunctions see the change within 30 s.\n')
  })

  const overHttp = { name: 'HTTP', driver: () => httpTo(stack.outputs.ApiUrl ?? '') }
  const invoked = { name: 'direct invoke', driver: () => direct }
  describe.each([invoked, overHttp])('over $name', ({ driver }) => {
    test('the data of every V1 route is a JWE for the token’s owner', async () => {
      const account = await register(driver())
      const { header, data } = expectEncrypted(await me(account), account.token)
      expect(data).toMatchObject({ id: account.id, email: account.email })
      const documented = (await documentation()).decrypt
      expect(await documented((await me(account)).body.data, account.token)).toEqual(data)
      expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: account.token.slice(27, 43) })

      const info = { method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } }
      const patched = expectEncrypted(await account.call(info), account.token)
      expect(patched.data).toMatchObject({ attempt_number: 2 })

      const deletion = await account.call({ method: 'DELETE', path: '/users' })
      expect(expectEncrypted(deletion, account.token).data).toMatchObject({ id: account.id })
    })

    test('the rows of a page are a JWE, and its pagination is not encrypted', async () => {
      const { call, token } = await register(driver())
      const path = '/users/mcq-daily/sync?course_id=1&sync_from_epoch_ms=0'
      const response = await call({ method: 'GET', path })
      const { pagination, ...body } = response.body
      expect(expectEncrypted({ ...response, body }, token).data).toEqual([])
      expect(pagination).toEqual({
        next_cursor: null,
        prev_cursor: null,
        limit: 50,
        has_more: false,
      })
    })

    test('no other token decrypts it', async () => {
      const account = await register(driver())
      const other = await register(driver())
      const { body } = await me(account)
      expect(() => decrypt(body.data, other.token)).toThrow()
    })

    test('register and login are not encrypted, because they return the token', async () => {
      const account = await register(driver())
      const { email, password } = account
      const login = { method: 'POST', path: '/auth/login', body: { email, password } }
      expectSuccess(await driver().call(login))
    })

    test('errors and the portal’s routes are not encrypted', async () => {
      const account = await register(driver())
      const empty = { method: 'PATCH', path: '/users/info', body: {} }
      expectError(await account.call(empty), 422, 1006)
      const portal = await account.call({ method: 'GET', path: '/app/api/v1/user' })
      expect(portal.body).toMatchObject({ error: null, user: { email: account.email } })
    })
  })
})

describe('the flag', () => {
  beforeEach(async () => {
    forgetFeatureFlags()
    await switchFeatureFlag('response_encryption', false)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('takes effect within 30 seconds, in both directions', async () => {
    const account = await register(direct)
    expectSuccess(await me(account))
    for (const isOn of [true, false]) {
      await switchFeatureFlag('response_encryption', isOn)
      expect((await me(account)).body.is_data_encrypted).toBe(isOn ? 0 : 1)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 })
      expect((await me(account)).body.is_data_encrypted).toBe(isOn ? 1 : 0)
    }
  })

  test('is listed with its stored value, before and after it is switched', async () => {
    for (const isOn of [true, false]) {
      await switchFeatureFlag('response_encryption', isOn)
      expect(await listFeatureFlags()).toEqual([{ name: 'response_encryption', isOn }])
    }
  })

  test('that cannot be read keeps its last value', async () => {
    const account = await register(direct)
    await switchFeatureFlag('response_encryption', true)
    expectEncrypted(await me(account), account.token)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 })
    // This route only writes, so only the flag's read fails.
    const fault = { command: 'GetItemCommand', error: timeOut() }
    const response = await withFault(fault, () =>
      account.call({ method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } }),
    )
    expectEncrypted(response, account.token)
  })

  describe('that was never read', () => {
    const fault = { command: 'GetItemCommand', key: 'FLAGS', error: timeOut() }

    test.each([
      { method: 'PATCH', path: '/users/info', body: { attempt_number: 2 } },
      { method: 'POST', path: '/auth/logout' },
    ])(
      'does not fail a write that has taken effect: $method $path is encrypted',
      async (request) => {
        const account = await register(direct)
        forgetFeatureFlags()
        const response = await withFault(fault, () => account.call(request))
        expect(response.status).toBe(200)
        expectEncrypted(response, account.token)
      },
    )

    test('does not fail a deletion that has taken effect', async () => {
      const account = await register(direct)
      forgetFeatureFlags()
      const response = await withFault(fault, () =>
        account.call({ method: 'DELETE', path: '/users' }),
      )
      expect(expectEncrypted(response, account.token).data).toMatchObject({ id: account.id })
      expectError(await me(account), 401, 1001)
    })

    test('fails a read rather than send plaintext', async () => {
      const account = await register(direct)
      forgetFeatureFlags()
      const response = await withFault(fault, () => me(account))
      expectError(response, 503, 1009)
    })
  })
})
