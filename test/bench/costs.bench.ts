import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readFeatureFlags } from '../../shared/feature-flags/feature-flags.ts'
import type { ApiResponse } from '../support/api-request.ts'
import { direct } from '../support/drivers.ts'
import { loggedLines } from '../support/logged-lines.ts'
import { successes } from '../support/successes.ts'
import { type TracedCall, toRoundTrips, traceCalls, unitsOf } from '../support/traced-calls.ts'
import { dollarsPerMillion, PLATFORM_LOG_BYTES } from './prices.ts'

// `npm run costs`: measures what each route uses on DynamoDB Local, and prices it. Prints the table and
// writes it into docs/scaling.md.

const FILE = resolve(import.meta.dirname, '../../docs/scaling.md')
const HEAD = [
  'Route',
  'AWS calls',
  'in a row',
  'RRU',
  'WRU',
  'log bytes',
  'gateway',
  'data',
  'logs',
  'sum',
]
const MARKS = ['<!-- costs -->', '<!-- /costs -->'] as const

test('the costs of each route', async () => {
  const rows: (string | number)[][] = []
  for (const [name, prepare] of Object.entries(successes)) {
    const request = await prepare(direct)
    // Warm: an execution environment reads the feature flags once in 30 s.
    await readFeatureFlags()
    const logged = loggedLines.length
    let response: ApiResponse | undefined
    const sent = async () => {
      response = await request()
    }
    const calls = await traceCalls(sent, { isPriced: true })
    expect(response?.status, name).toBeLessThan(300)
    rows.push(toRow(name, calls, loggedLines.slice(logged).join(''), response))
  }
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const rule = HEAD.map((_, index) => (index === 0 ? '---' : '---:'))
  const table = [HEAD, rule, ...rows].map(line).join('\n')
  process.stdout.write(`\n${table}\n`)
  write(table)
})

function toRow(name: string, calls: readonly TracedCall[], log: string, response?: ApiResponse) {
  const { reads, writes } = unitsOf(calls)
  const isPaid = ({ name: call }: TracedCall) => call === 'PutObject' || call === 'ListObjectsV2'
  const logBytes = PLATFORM_LOG_BYTES + Buffer.byteLength(log)
  const { gateway, data, logs } = dollarsPerMillion({
    ...{ reads, writes, logBytes },
    s3Requests: calls.filter(isPaid).length,
    responseBytes: JSON.stringify([response?.headers, response?.body]).length,
  })
  const [route, variant] = name.split(', ')
  return [
    `\`${route}\`${variant ? `, ${variant}` : ''}`,
    calls.length,
    toRoundTrips(calls).length,
    reads,
    writes,
    logBytes,
    ...[gateway, data, logs, gateway + data + logs].map((dollars) => dollars.toFixed(2)),
  ]
}

function write(table: string): void {
  const page = readFileSync(FILE, 'utf8')
  const [start, end] = MARKS.map((mark) => page.indexOf(mark)) as [number, number]
  if (start < 0 || end < 0) throw new Error('docs/scaling.md has no markers for the table')
  writeFileSync(FILE, `${page.slice(0, start + MARKS[0].length)}\n${table}\n${page.slice(end)}`)
}
