import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { demoAttempts } from '../../../infra/ops/demo-attempts.ts'
import { DEMO } from '../../../infra/start/demo-account.ts'
import { attempt } from '../../../shared/mcq-stats/attempt.ts'
import { newObjectId } from '../../../shared/object-id.ts'
import { DAY_MS, startOfDay } from '../../../shared/time.ts'
import { callAs } from '../../support/accounts.ts'
import { direct } from '../../support/drivers.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'
import { stack } from '../../support/stack.ts'
import { expectPage, sync } from '../../support/sync.ts'

const DEMO_ACCOUNT = '../../../infra/start/demo-account.ts'
/** Not the usual e-mail address: on a stack of `npm run test:stack`, an earlier run has seeded that one. */
const demo = { ...DEMO, email: `${newObjectId()}@example.com` }
const today = startOfDay(Date.now())

describe('npm run seed', () => {
  let env: Record<string, string>
  beforeAll(async () => {
    env = { ...programEnvironment, LOCAL_FOLDER: await mkdtemp(join(tmpdir(), 'user api-')) }
    const outputs = {
      ApiUrl: stack.apiUrl,
      UsersTableName: stack.usersTableName,
      AwsEndpointUrl: stack.awsEndpointUrl,
      McqDailyStatsTableName: stack.mcqStatsTableName,
      McqAttemptsQueueUrl: stack.mcqAttemptsQueueUrl,
    }
    const file = join(env.LOCAL_FOLDER ?? '', 'outputs.json')
    await writeFile(file, JSON.stringify({ 'user-api-local': outputs }))
    vi.doMock(DEMO_ACCOUNT, async (importOriginal) => {
      const loaded = await importOriginal<{ DEMO: typeof DEMO }>()
      Object.assign(loaded.DEMO, demo)
      return loaded
    })
  })
  afterAll(() => {
    vi.doUnmock(DEMO_ACCOUNT)
  })
  const seed = async (days: number) => {
    const { stdout, stderr } = await runCommand(['seed', '--days', String(days)], { env })
    expect(stderr).toMatch(/\nrecorded (\d+) of \1\n$/)
    return stdout
  }
  const demoDays = async () => {
    const { body } = await direct.call({ method: 'POST', path: '/auth/login', body: demo })
    const { user, access_token } = body.data
    const account = { ...user, token: access_token, call: callAs(direct, access_token) }
    return expectPage(await sync(account, { limit: 100 })).data
  }

  test('gives the demo account attempts on past days, once', async () => {
    const first = await seed(3)
    expect(first).toMatch(/^\w+@example\.com has \d+ attempts on 3 days\./)
    expect(first).toMatch(/\n\d+ are new\.\n$/)
    const days = await demoDays()
    const starts = days.map((day: { day_start_epoch_ms: number }) => day.day_start_epoch_ms)
    expect(starts).toEqual([3, 2, 1].map((ago) => today - ago * DAY_MS))

    expect(await seed(3)).toMatch(/\nNone is new\.\n$/)
    expect(await demoDays()).toEqual(days)

    expect(await seed(4)).toMatch(/on 4 days\.\n\d+ are new\.\n$/)
    const four = await demoDays()
    expect(four).toEqual([...days, four.at(-1)])
    expect(four).toHaveLength(4)
  })

  test('fails when the stack is not running', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'user api-'))
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    const url = `http://127.0.0.1:${port}`
    const outputs = { UsersTableName: 'Users', ApiUrl: url, AwsEndpointUrl: url }
    await writeFile(join(folder, 'outputs.json'), JSON.stringify({ 'user-api-local': outputs }))
    expect(await runCommand(['seed'], { env: { ...env, LOCAL_FOLDER: folder } })).toMatchObject({
      code: 1,
      stderr: `error: No response at 127.0.0.1:${port}: the local stack is not running. Run \`npm start\`.\n`,
    })
  })
})

describe('the attempts of the demo account', () => {
  const userId = newObjectId()
  const attempts = demoAttempts(userId, 120, Date.now())

  test('are valid and have different ids', () => {
    for (const one of attempts) expect(attempt.parse(one)).toEqual(one)
    expect(new Set(attempts.map((one) => one.attempt_id)).size).toBe(attempts.length)
  })

  test('are on each of the days before today, in order', () => {
    const times = attempts.map((one) => one.attempted_at_epoch_ms)
    expect(times.map(startOfDay)).toEqual(times.map(startOfDay).toSorted((a, b) => a - b))
    const days = [...new Set(times.map(startOfDay))]
    expect(days).toEqual(Array.from({ length: 120 }, (_, index) => today - (120 - index) * DAY_MS))
  })

  test('are the same in every run, and different for another user', () => {
    const tomorrow = demoAttempts(userId, 120, Date.now() + DAY_MS)
    const common = attempts.filter((one) => one.attempted_at_epoch_ms >= today - 119 * DAY_MS)
    expect(tomorrow.slice(0, common.length)).toEqual(common)
    expect(demoAttempts(userId, 5, Date.now())).toEqual(
      attempts.slice(-demoAttempts(userId, 5, Date.now()).length),
    )
    expect(demoAttempts(newObjectId(), 120, Date.now())).not.toEqual(attempts)
  })

  test('are plausible: some are re-attempts, most are correct, re-attempts more often', () => {
    const share = (some: typeof attempts) =>
      some.filter((one) => one.is_correct).length / some.length
    const tried = new Set<string>()
    const again = attempts.filter((one) => {
      const isAgain = tried.has(one.mcq_id)
      tried.add(one.mcq_id)
      return isAgain
    })
    expect(again.length / attempts.length).toBeGreaterThan(0.15)
    expect(again.length / attempts.length).toBeLessThan(0.6)
    expect(share(attempts)).toBeGreaterThan(0.5)
    expect(share(again)).toBeGreaterThan(share(attempts))
  })
})
