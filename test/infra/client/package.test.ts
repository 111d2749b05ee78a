import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { stack } from '../../support/stack.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

// An app outside of this repository, where only the packed client is installed.
let app = ''
beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'user-api-app-'))
  const pack = ['pack', '--workspace', '@user-api/client', '--pack-destination', app, '--silent']
  const { stdout } = await run('npm', pack, { cwd: ROOT })
  const installed = join(app, 'node_modules/@user-api/client')
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(app, stdout.trim()), '-C', installed, '--strip-components=1'])
  await writeFile(join(app, 'package.json'), '{"type": "module"}')
})

test('has the client, its types, the licence and a README, and no dependencies', async () => {
  const folder = join(app, 'node_modules/@user-api/client')
  const files = await readdir(folder, { recursive: true })
  expect(files.filter((file) => !file.endsWith('.d.ts')).sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'dist/index.js',
    'package.json',
  ])
  expect(files).toContain('dist/index.d.ts')
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: '@user-api/client', exports: { '.': expect.anything() } })
  expect(manifest).not.toHaveProperty('dependencies')
  const code = await readFile(join(folder, 'dist/index.js'), 'utf8')
  expect(code).not.toMatch(/^import |\bfrom ["']|require\(/m)
  expect(Buffer.byteLength(code)).toBeLessThan(30_000)
})

test('runs the example of its README', async () => {
  const text = await readFile(join(app, 'node_modules/@user-api/client/README.md'), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(text) ?? []
  await writeFile(join(app, 'example.js'), example)
  const env = { ...process.env, API_URL: stack.apiUrl }
  const { stdout } = await run(process.execPath, ['example.js'], { cwd: app, env })
  expect(stdout.replace(/jsmith-\d+/, 'jsmith')).toBe(
    'Registered jsmith@example.com\n' +
      'Attempts in 2026\n' +
      '0 days, next time from null\n' +
      'Ask for a new OTP\n' +
      'Deleted\n',
  )
})

describe('its types', () => {
  /**
   * Compiles an app's file with the types of a browser and without those of Node. Returns the
   * errors.
   */
  async function check(lines: readonly string[]): Promise<string[]> {
    const head =
      "import { isApiError, UserApi } from '@user-api/client'; const api = new UserApi({ baseUrl: '' })"
    await writeFile(join(app, 'app.ts'), [head, ...lines].join('\n'))
    const options = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--pretty', 'false']
    const modern = ['--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom']
    const compiler = join(ROOT, 'node_modules/typescript-7/bin/tsc')
    const args = [compiler, ...options, ...modern, 'app.ts']
    const { stdout } = await run(process.execPath, args, { cwd: app }).catch(
      (error: { stdout: string }) => error,
    )
    return stdout.split('\n').filter((line) => line.includes('error'))
  }

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
    expect(await check(right)).toEqual([])
  })

  test('refuse what the API would refuse', async () => {
    const wrong = [
      'const is = (e: unknown) => isApiError(e) && e.code === 4711',
      'const of = (e: unknown) => isApiError(e) && e.code === 2008 && e.details.at(0)',
      "await api.logIn({ email: '' })",
      'await api.syncAll({ course_id: 2, sync_from_epoch_ms: 0 })',
      "await api.updatePortalUser({ password: '', year: 6 })",
    ]
    const errors = await check(wrong)
    // A line each: the compiler's codes change with its versions.
    expect(errors.map((line) => line.replace(/,.*/, ''))).toEqual(
      wrong.map((_, index) => `app.ts(${index + 2}`),
    )
  })
})
