import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  CONSUMPTION_FILE,
  type Consumption,
  type Measured,
  TABLES,
  type Units,
} from '../../infra/costs/consumption.ts'
import { PLATFORM_LOG_BYTES } from '../../infra/costs/prices.ts'
import { resourceName } from '../../shared/config.ts'
import { readFeatureFlags } from '../../shared/feature-flags/feature-flags.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { attemptOf, deliver } from '../support/attempts.ts'
import { direct } from '../support/drivers.ts'
import { loggedLines } from '../support/logged-lines.ts'
import { openAccount } from '../support/open-account.ts'
import { successes } from '../support/successes.ts'
import { type TracedCall, toRoundTrips, traceCalls, unitsOf } from '../support/traced-calls.ts'

// `npm run bench:costs`: measures on DynamoDB Local what each route uses, and writes it to
// infra/costs/consumption.json, which `npm run costs` prices.

const BATCH = 10

test('the consumption of each route and of an attempt', async () => {
  const routes: Record<string, Consumption> = {}
  for (const name of Object.keys(successes)) routes[name] = await measureRoute(name)
  const measured: Measured = { routes, attempt: await measureAttempt() }
  writeFileSync(CONSUMPTION_FILE, `${JSON.stringify(measured, null, 2)}\n`)
})

async function measureRoute(name: string): Promise<Consumption> {
  const request = await successes[name]?.(direct)
  // Warm: an execution environment reads the feature flags once in 30 s.
  await readFeatureFlags()
  const logged = loggedLines.length
  let response: ApiResponse | undefined
  const sent = async () => {
    response = await request?.()
  }
  const calls = await traceCalls(sent, { isPriced: true })
  expect(response?.status, name).toBeLessThan(300)
  const isPaid = ({ name: call }: TracedCall) => call === 'PutObject' || call === 'ListObjectsV2'
  return {
    calls: calls.length,
    roundTrips: toRoundTrips(calls).length,
    units: toUnits(calls),
    s3Requests: calls.filter(isPaid).length,
    logBytes: PLATFORM_LOG_BYTES + Buffer.byteLength(loggedLines.slice(logged).join('')),
    responseBytes: JSON.stringify([response?.headers, response?.body]).length,
  }
}

/** Ten attempts of one user and day in one batch, as on a usual day. */
async function measureAttempt(): Promise<Units> {
  const { id } = await openAccount(direct)
  const batch = () => Array.from({ length: BATCH }, () => attemptOf(id))
  await deliver(batch())
  return toUnits(await traceCalls(() => deliver(batch()), { isPriced: true }), BATCH)
}

function toUnits(calls: readonly TracedCall[], requests = 1): Units {
  const byTable = TABLES.map((table) => {
    const units = calls
      .flatMap((call) => call.units)
      .filter((one) => one.table === resourceName(table))
    const { reads, writes } = unitsOf([{ units }])
    return [table, { reads: reads / requests, writes: writes / requests }] as const
  })
  return Object.fromEntries(byTable.filter(([, { reads, writes }]) => reads + writes > 0))
}
