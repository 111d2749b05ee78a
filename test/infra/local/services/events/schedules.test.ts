import { afterEach, expect, test, vi } from 'vitest'
import {
  type Schedules,
  startSchedules,
} from '../../../../../infra/local/services/events/schedules.ts'

let schedules: Schedules | undefined

afterEach(async () => {
  await schedules?.stop()
  vi.useRealTimers()
})

function rule(id: string, expression: string | undefined) {
  const arn = `arn:aws:events:ap-south-1:000000000000:rule/${id}`
  const Arn = `arn:aws:lambda:ap-south-1:000000000000:function:stack-${id}Function`
  const properties = { ScheduleExpression: expression, Targets: [{ Arn }] }
  return { logicalId: id, name: id, type: 'AWS::Events::Rule', arn, properties }
}

const rules = [rule('Sweep', 'rate(15 minutes)'), rule('Nightly', 'cron(0 0 * * ? *)')]

function start() {
  const invoked: unknown[] = []
  schedules = startSchedules(rules, (name, event) => {
    invoked.push([name, event])
    return Promise.resolve({ swept: 1 })
  })
  const { pages } = schedules
  const run = (id: string) => pages['POST /_local/schedules/{id}']?.(id)
  return { invoked, pages, run }
}

test('runs a schedule by hand, by a part of its function’s name, and returns its result', async () => {
  const { invoked, run } = start()
  expect(await run('Sweep')).toEqual({ json: { swept: 1 } })
  expect(invoked).toEqual([
    [
      'stack-SweepFunction',
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        region: 'ap-south-1',
        resources: ['arn:aws:events:ap-south-1:000000000000:rule/Sweep'],
        detail: {},
      },
    ],
  ])
})

test.each(['Nothing', 'Function'])(
  'runs no schedule for %s, which is not in exactly one name',
  async (id) => {
    const { invoked, run } = start()
    expect(await run(id)).toMatchObject({ status: 404 })
    expect(invoked).toEqual([])
  },
)

test('runs a rate at its interval until it is stopped', async () => {
  vi.useFakeTimers()
  const { invoked } = start()
  await vi.advanceTimersByTimeAsync(31 * 60_000)
  expect(invoked).toHaveLength(2)
  await schedules?.stop()
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  expect(invoked).toHaveLength(2)
})

test('lists the schedules', async () => {
  const { pages } = start()
  expect(await pages['GET /_local/schedules']?.('')).toMatchObject({
    json: [{ functionName: 'stack-SweepFunction', everyMs: 900_000 }, {}],
  })
})

test('refuses a rule for events', () => {
  const start = () => startSchedules([rule('Events', undefined)], async () => undefined)
  expect(start).toThrow('Events: only rules with a schedule run locally')
})
