import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { consumptionOf, readConsumption, totalUnits } from '../../infra/costs/consumption.ts'
import { dollarsPerMillion } from '../../infra/costs/prices.ts'
import { MONTH } from '../../infra/costs/traffic.ts'
import { metricUnits } from '../../shared/metrics.ts'
import { synthesizeStage } from '../support/synthesize-stage.ts'

const scaling = readFileSync(resolve(import.meta.dirname, '../../docs/scaling.md'), 'utf8')

interface AlarmMetric {
  readonly MetricStat?: { readonly Metric: unknown }
}

/** How many alarms a template has, and how many metrics they read. */
function countAlarms(template: Template | undefined, ids = /./): string {
  const all = Object.entries(template?.findResources('AWS::CloudWatch::Alarm') ?? {})
  const alarms = all.filter(([id]) => ids.test(id))
  const metrics = alarms.flatMap(([, { Properties }]) => {
    const read: AlarmMetric[] = Properties.Metrics ?? [{ MetricStat: { Metric: 'the only one' } }]
    // An alarm may read two statistics of a metric.
    return [...new Set(read.flatMap(({ MetricStat }) => JSON.stringify(MetricStat?.Metric) ?? []))]
  })
  return `${alarms.length} alarms, ${metrics.length} metrics`
}

test('the cost of watching counts the alarms, metrics, keys and rules of prod', async () => {
  const { template, outside, firewall } = await synthesizeStage('prod')
  const [acl] = Object.values(firewall?.findResources('AWS::WAFv2::WebACL') ?? {})
  const [, table = ''] = scaling.split('\n## What watching costs\n')
  expect(table).toContain(`each of ${acl?.Properties.Rules.length} rules or groups`)
  expect(table).toContain(`Outside: ${countAlarms(outside)}`)
  expect(table).toContain(
    `Alarms of the service: ${countAlarms(template)}, of which canaries: ${countAlarms(template, /LiveErrors/)} |`,
  )
  const filters = Object.keys(template.findResources('AWS::Logs::MetricFilter'))
  const own = Object.keys(metricUnits).length + filters.length
  expect(table).toContain(`$0.30 for each of ${own}, `)
})

test('the cost of a month of one user is the sum over the table of routes', () => {
  const measured = readConsumption()
  const dollars = Object.entries(MONTH.requests).reduce((sum, [route, times]) => {
    const used = consumptionOf(measured, route)
    const costs = dollarsPerMillion({ ...used, ...totalUnits(used.units) })
    return sum + (times * Object.values(costs).reduce((one, other) => one + other)) / 1e6
  }, 0)
  const requests = Math.round(Object.values(MONTH.requests).reduce((one, other) => one + other))
  expect(scaling).toContain(`${requests} requests and $${dollars.toFixed(5)} by the table above`)
  for (const users of [10_000, 1_000_000, 100_000_000]) {
    const total = Number((users * dollars).toPrecision(2))
    expect(scaling).toContain(`| ${users.toLocaleString('en')} | $${total.toLocaleString('en')} |`)
  }
})
