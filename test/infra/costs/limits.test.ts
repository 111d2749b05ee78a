import { expect, test } from 'vitest'
import { readConsumption } from '../../../infra/costs/consumption.ts'
import { limitTables } from '../../../infra/costs/cost-tables.ts'
import { limitsOf } from '../../../infra/costs/limits.ts'
import type { Traffic } from '../../../infra/costs/traffic.ts'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'

const SEND = 'POST /users/send-phone-otp'
const traffic: Traffic = { requests: { 'GET /auth/me': 30, [SEND]: 2 }, attempts: 7 }
const measured = readConsumption()
const prod = stageNamed('prod')
const durations = { request: () => 0.05, batch: 0.05 }
const limits = limitsOf(prod, measured, durations)
const demandOf = (name: string) => limits.find((limit) => limit.name === name)?.demand(traffic)

test.each([
  ['`throttle.default`, requests a second', 30],
  [`\`throttle\` of \`${SEND}\`, requests a second`, 2],
  [`\`reservedConcurrency\` of \`${SEND}\``, 2 * 0.05],
  ['`otpSendsOfAll`, SMS an hour', 2 * 3600],
  ['CloudFront: requests a second per distribution', 32],
  ['API Gateway: requests a second per account', 32],
  ['Lambda: concurrent executions per account', (32 + 0.7) * 0.05],
  ["SQS: SendMessage calls a second to the attempts' queue, one attempt per call", 7],
  ['DynamoDB: RRU a second of the item `FLAGS`', ((32 + 0.7) * 0.05) / 30],
  ['SNS: SMS a second', 2],
])('the demand on %s', (name, demand) => {
  expect(demandOf(name)).toBeCloseTo(demand)
})

test('settings come from the stage, and every limit of AWS has its page', () => {
  const limitOf = (name: string) => limits.find((limit) => limit.name === name)?.value
  expect(limitOf('`throttle.default`, requests a second')).toBe(prod.throttle.default.ratePerSecond)
  expect(limitOf('`tableThroughput`: WRU a second of the stats table')).toBe(
    prod.tableThroughput?.writes,
  )
  const unsourced = limits.filter(({ kind, source }) => kind !== 'setting' && !source)
  expect(unsourced).toEqual([])
})

test('every route was measured', async () => {
  const { routes } = await loadFunctions()
  const keys = routes.map(({ routeKey }) => routeKey).filter((key) => key !== '$default')
  expect(keys.filter((key) => !measured.routes[key])).toEqual([])
})

test('the tables show the load and the first limits at 1 to 10,000 times the users', () => {
  const { first, all } = limitTables(10_000, prod, measured, durations)
  expect(first.map((row) => row['Monthly users'])).toEqual([
    '10,000',
    '100,000',
    '1,000,000',
    '10,000,000',
    '100,000,000',
  ])
  expect(first[2]).toMatchObject({
    'requests a second, peak': '480',
    'exam morning': '570',
    'attempts, peak': '1,200',
    'attempts, exam morning': '2,800',
    'first setting': expect.stringMatching(/^\d+ % `tableThroughput`: WRU .* stats table$/),
  })
  expect(all[0]).toMatchObject({ Limit: expect.stringContaining('stats table') })
})
