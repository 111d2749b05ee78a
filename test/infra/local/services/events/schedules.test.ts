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

function rule(id: string, expression: string | undefined, more: object = {}) {
  const arn = `arn:aws:events:ap-south-1:000000000000:rule/${id}`
  const Arn = `arn:aws:lambda:ap-south-1:000000000000:function:stack-${id}Function`
  const properties = { ScheduleExpression: expression, Targets: [{ Arn }], ...more }
  return { logicalId: id, name: id, type: 'AWS::Events::Rule', arn, properties }
}

const rules = [rule('Sweep', 'rate(15 minutes)'), rule('Nightly', 'cron(0 0 * * ? *)')]

function start(started = rules) {
  const invoked: unknown[] = []
  schedules = startSchedules(started, (name, event) => {
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

test.each([
  ['is disabled', rule('Sweep', 'rate(1 minute)', { State: 'DISABLED' })],
  ['is longer than Node’s timers', rule('Sweep', 'rate(30 days)')],
])('runs a schedule that %s only by hand', async (_, one) => {
  vi.useFakeTimers()
  const { invoked, run } = start([one])
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(invoked).toEqual([])
  await run('Sweep')
  expect(invoked).toHaveLength(1)
})

test.each([
  ['EventBusName', { EventBusName: 'other' }],
  ['Input', { Targets: [{ Arn: 'arn:aws:lambda:a:0:function:f', Id: 'Target0', Input: '{}' }] }],
])('refuses a rule with %s, which the function would not get', (property, more) => {
  const one = rule('Sweep', 'rate(1 minute)', more)
  expect(() => start([one])).toThrow(`Sweep: ${property} is not supported locally`)
})
