import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { encryptForToken } from '../../../shared/http/encrypt-for-token.ts'
import { appWithClient } from '../../support/packed-client.ts'
import { stack } from '../../support/stack.ts'
import { compileApp, ES_MODULE, resolutions } from './compile-app.ts'

const run = promisify(execFile)

let app = ''
beforeAll(async () => {
  app = await appWithClient()
})

/** Writes a program into the app and runs it. Returns its output; fails on an unhandled rejection. */
async function runInApp(file: string, code: string, env: Record<string, string> = {}) {
  await writeFile(join(app, file), code)
  const args = ['--unhandled-rejections=strict', file]
  const options = { cwd: app, env: { ...process.env, API_URL: stack.apiUrl, ...env } }
  return (await run(process.execPath, args, options)).stdout
}

test('has the client for both module systems, its types, the licence and a README, and no dependencies', async () => {
  const folder = join(app, 'node_modules/@user-api/client')
  const files = await readdir(folder, { recursive: true })
  expect(files.filter((file) => !file.endsWith('.d.ts')).sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'dist/cjs',
    'dist/cjs/index.js',
    'dist/cjs/package.json',
    'dist/esm',
    'dist/esm/index.js',
    'package.json',
  ])
  expect(files).toContain('dist/esm/index.d.ts')
  expect(files).toContain('dist/cjs/index.d.ts')
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: '@user-api/client', exports: { '.': expect.anything() } })
  expect(manifest).not.toHaveProperty('dependencies')
  for (const format of ['esm', 'cjs']) {
    const code = await readFile(join(folder, `dist/${format}/index.js`), 'utf8')
    expect(code).not.toMatch(/^import |\bfrom ["']|require\(/m)
    expect(Buffer.byteLength(code)).toBeLessThan(19_000)
  }
})

test('runs the example of its README', async () => {
  const text = await readFile(join(app, 'node_modules/@user-api/client/README.md'), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(text) ?? []
  const output = await runInApp('example.js', example)
  expect(output.replace(/jsmith-\d+/, 'jsmith')).toBe(
    'Registered jsmith@example.com\n' +
      'Attempts in 2026\n' +
      '0 days, next time from null\n' +
      'Ask for a new OTP\n' +
      'Deleted\n',
  )
})

test('is required by CommonJS', async () => {
  const output = await runInApp(
    'app.cjs',
    `const { isApiError, UserApi } = require('@user-api/client')
    new UserApi({ baseUrl: process.env.API_URL }).me().catch((error) => {
      console.log(isApiError(error), error.code)
    })`,
  )
  expect(output).toBe('true 1001\n')
})

test('as a CommonJS and an ES module in one process, each recognises the errors of the other', async () => {
  const output = await runInApp(
    'both.mjs',
    `import { createRequire } from 'node:module'
    import * as es from '@user-api/client'
    const cjs = createRequire(import.meta.url)('@user-api/client')
    console.log(es.ApiError === cjs.ApiError)
    for (const [one, other] of [[es, cjs], [cjs, es]]) {
      await new one.UserApi({ baseUrl: process.env.API_URL }).me().catch((error) => {
        console.log(other.isApiError(error), error.code)
      })
    }
    console.log(es.isApiError(new Error('other')), es.isApiError({ code: 1001 }))`,
  )
  expect(output).toBe('false\ntrue 1001\ntrue 1001\nfalse false\n')
})

describe('bundled for React Native, without crypto, TextEncoder, Request and AbortSignal', () => {
  // Metro takes these conditions and fields, in this order.
  const conditions = ['react-native', 'require']
  const mainFields = ['react-native', 'browser', 'main']
  // A context has the globals of the language, and here a part of those that React Native adds.
  const runner = `const { AbortController, Blob, clearTimeout, console, fetch, FormData, setTimeout } = globalThis
    const { env } = process
    const globals = { AbortController, Blob, clearTimeout, console, fetch, FormData, setTimeout, env }
    require('node:vm').runInNewContext(require('node:fs').readFileSync('phone.bundle.js', 'utf8'), globals)`

  async function runBundled(code: string, env?: Record<string, string>): Promise<string> {
    await writeFile(join(app, 'phone.js'), code)
    await build({
      conditions,
      mainFields,
      platform: 'neutral',
      bundle: true,
      format: 'iife',
      entryPoints: [join(app, 'phone.js')],
      outfile: join(app, 'phone.bundle.js'),
    })
    return await runInApp('phone.cjs', runner, env)
  }

  test('it registers, uploads a picture and syncs', async () => {
    const output = await runBundled(`
      import { UserApi } from '@user-api/client'
      const api = new UserApi({ baseUrl: env.API_URL })
      const email = 'phone-' + Date.now() + '@example.com'
      async function main() {
        await api.register({ email, password: 'quiet-lamp-4', name: { first_name: 'Jo' } })
        console.log((await api.me()).email === email)
        console.log((await api.syncAll({ course_id: 1, sync_from_epoch_ms: 0 })).days)
        await api.uploadProfilePicture(new Blob(['no picture']), { onProgress: console.log })
      }
      main().catch((error) => console.log(error.name, error.code))`)
    expect(output).toBe('true\n[]\nApiError 1008\n')
  })

  test('it names what is missing, once a response is encrypted', async () => {
    const token = `ua_${'0'.repeat(40)}${'A'.repeat(43)}`
    const output = await runBundled(
      `import { UnsupportedRuntimeError, UserApi } from '@user-api/client'
      const fetch = async () => ({
        status: 200,
        headers: { get: () => null },
        text: async () => env.BODY,
      })
      const api = new UserApi({ baseUrl: '', token: env.TOKEN, fetch })
      api.me().catch((error) => {
        console.log(error instanceof UnsupportedRuntimeError, error.message)
      })`,
      {
        TOKEN: token,
        BODY: JSON.stringify({
          status: 'success',
          is_data_encrypted: 1,
          data: await encryptForToken(token, {}),
          error: null,
        }),
      },
    )
    expect(output).toBe(
      'true An encrypted response needs crypto.subtle, TextEncoder, TextDecoder, atob, which this runtime does not have\n',
    )
  })
})

describe('its types', () => {
  test('narrow an error by its code, and describe each route’s request and response', async () => {
    const right = [
      'export const year: number | null = (await api.me()).attempt_year',
      'for await (const { days } of api.syncPages({ course_id: 1, sync_from_epoch_ms: 0 })) {',
      '  const total: number | undefined = days[0]?.overall_total',
      '}',
      'export function describe(e: unknown) {',
      '  if (isApiError(e) && e.code === 2002) return e.details[0]?.message satisfies string | undefined',
      '  if (isApiError(e) && e.code === 2008) return e.details satisfies undefined',
      '}',
    ]
    expect(await compileApp(app, right)).toEqual([])
  })

  test('accept an option that is undefined, with exactOptionalPropertyTypes', async () => {
    const lines = [
      'const no = { token: undefined, timeoutMs: undefined, requireEncryption: undefined }',
      "new UserApi({ baseUrl: '', maxRetries: undefined, maxWaitMs: undefined, fetch: undefined, ...no })",
      'await api.me({ signal: undefined, timeoutMs: undefined })',
      'await api.uploadProfilePicture(new Blob(), { onProgress: undefined })',
    ]
    const options = ['--module', 'nodenext', '--exactOptionalPropertyTypes']
    expect(await compileApp(app, lines, { ...ES_MODULE, options })).toEqual([])
  })

  test('refuse what the API would refuse', async () => {
    const wrong = [
      'const is = (e: unknown) => isApiError(e) && e.code === 4711',
      'const of = (e: unknown) => isApiError(e) && e.code === 2008 && e.details.at(0)',
      "await api.logIn({ email: '' })",
      'await api.syncAll({ course_id: 2, sync_from_epoch_ms: 0 })',
      "await api.updatePortalUser({ password: '', year: 6 })",
    ]
    const errors = await compileApp(app, wrong)
    // A line each: the compiler's codes change with its versions.
    expect(errors.map((line) => line.replace(/,.*/, ''))).toEqual(
      wrong.map((_, index) => `app.ts(${index + 2}`),
    )
  })

  test.each(Object.keys(resolutions))('are found by TypeScript 5 with %s', async (name) => {
    const lines = [
      'export async function year(): Promise<number | null> {',
      '  return (await api.me()).attempt_year',
      '}',
      'export const wrong = () => api.unknown()',
    ]
    expect(await compileApp(app, lines, resolutions[name])).toEqual([
      expect.stringContaining("(5,32): error TS2339: Property 'unknown' does not exist on type"),
    ])
  })
})
