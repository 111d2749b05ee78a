import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findRoutePaths, loadFunctions } from '../../../infra/functions/load-functions.ts'

const VALID =
  "export const route = { summary: '', uses: {} }\nexport const handler = () => 'hello'\n"

const WORKER = workerWith()

function workerWith(field = ''): string {
  return `export const worker = { summary: '', uses: {}, ${field} }\nexport const handler = () => 'hello'\n`
}

/** A route with its documentation. */
function documented(file: string): Record<string, string> {
  return { [file]: VALID, [file.replace('.ts', '.docs.ts')]: 'export const docs = {}' }
}

/** Creates a functions folder with these files. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'functions '))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}

describe('the scanner', () => {
  test('names routes, workers and functions after their files', async () => {
    const folder = await folderWith({
      ...documented('app/api/v1/user.get.ts'),
      'not-found.default.ts': VALID,
      ...documented('users/index.delete.ts'),
      ...documented('users/mcq-daily/sync.get.ts'),
      'workers/drop.stream.ts': workerWith("keyPrefix: 'PURGE#'"),
      'workers/record-all.queue.ts': workerWith("queue: 'mcqAttempts'"),
      'workers/sweep.schedule.ts': workerWith('everyMinutes: 5'),
    })
    const { routes, workers } = await loadFunctions(folder)
    expect(routes.map(({ file, routeKey, id }) => `${file}: ${routeKey}, ${id}`)).toEqual([
      'app/api/v1/user.get.ts: GET /app/api/v1/user, AppApiV1UserGet',
      'not-found.default.ts: $default, NotFoundDefault',
      'users/index.delete.ts: DELETE /users, UsersIndexDelete',
      'users/mcq-daily/sync.get.ts: GET /users/mcq-daily/sync, UsersMcqDailySyncGet',
    ])
    expect(workers.map(({ file, trigger, id }) => `${file}: ${trigger}, ${id}`)).toEqual([
      'workers/drop.stream.ts: stream, WorkersDropStream',
      'workers/record-all.queue.ts: queue, WorkersRecordAllQueue',
      'workers/sweep.schedule.ts: schedule, WorkersSweepSchedule',
    ])
  })

  test('finds the same route paths with and without importing the files', async () => {
    const { routes } = await loadFunctions()
    expect([...findRoutePaths()]).toEqual(routes.map(({ routeKey, path }) => [routeKey, path]))
  })

  test.each([
    [
      'an unknown suffix',
      { 'users/info.ptach.ts': VALID },
      /users\/info\.ptach\.ts: its name must end/,
    ],
    ['no suffix', { 'users/info.ts': VALID }, /users\/info\.ts: its name must end in/],
    ['a file of another kind', { 'users/notes.md': '' }, /users\/notes\.md: its name must end in/],
    ['an invalid segment', { 'Users/info.get.ts': VALID }, /"Users" is not a path segment/],
    [
      'no route',
      { 'a.get.ts': 'export const handler = () => 1' },
      /a\.get\.ts: it exports no `route`/,
    ],
    [
      'no handler',
      { 'a.get.ts': 'export const route = {}' },
      /a\.get\.ts: it exports no `handler`/,
    ],
    [
      'a file that does not load',
      { 'a.get.ts': "throw new Error('broken')" },
      /a\.get\.ts: broken/,
    ],
    [
      'a route without docs',
      { 'a.get.ts': VALID },
      /a\.get\.ts: it has no docs: add a\.get\.docs\.ts/,
    ],
    [
      'docs without a route',
      { 'a.get.docs.ts': 'export const docs = {}' },
      /a\.get\.docs\.ts: it has no route beside it/,
    ],
    [
      'docs of a worker',
      { 'a.queue.docs.ts': 'export const docs = {}', 'a.queue.ts': WORKER },
      /a\.queue\.docs\.ts: it has no route beside it/,
    ],
    [
      'two files for one route',
      { 'users.get.ts': VALID, 'users/index.get.ts': VALID },
      /users\.get\.ts and users\/index\.get\.ts: both are GET \/users/,
    ],
  ])('refuses %s', async (_, files, message) => {
    await expect(loadFunctions(await folderWith(files))).rejects.toThrow(message)
  })

  test.each([
    ['queue', 'queue'],
    ['stream', 'keyPrefix'],
    ['schedule', 'everyMinutes'],
  ])('refuses a worker for a %s whose contract has no %s', async (trigger, field) => {
    const folder = await folderWith({ [`workers/work.${trigger}.ts`]: WORKER })
    await expect(loadFunctions(folder)).rejects.toThrow(`its \`worker\` has no \`${field}\``)
  })

  test('loads a route with docs, and never imports the docs', async () => {
    const files = { 'a.get.ts': VALID, 'a.get.docs.ts': "throw new Error('imported')" }
    const { routes } = await loadFunctions(await folderWith(files))
    expect(routes.map(({ routeKey }) => routeKey)).toEqual(['GET /a'])
  })

  test('lists all problems at once, a line each', async () => {
    const folder = await folderWith({ 'a.gte.ts': VALID, 'b.psot.ts': VALID })
    await expect(loadFunctions(folder)).rejects.toThrow(
      /^Invalid files in functions\/:\n {2}a\.gte\.ts: .*\n {2}b\.psot\.ts: /,
    )
  })
})
