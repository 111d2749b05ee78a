import { afterEach, expect, test, vi } from 'vitest'
import { SERVICE_VARIABLE } from '../../shared/config.ts'
import { count, measure, metricUnits, writeMetrics } from '../../shared/metrics.ts'
import { metricLines } from '../support/logged-lines.ts'
import { parseMetricLine } from '../support/metrics.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

test('a line is exactly the embedded metric format', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_795_366_541_000 })
  vi.stubEnv(SERVICE_VARIABLE, 'user-api-prod')
  count('AttemptsRecorded', 3)
  count('AttemptsRecorded')
  measure('PurgeAge', 250)
  writeMetrics()
  expect(metricLines.at(-1)).toBe(
    `${JSON.stringify({
      _aws: {
        Timestamp: 1_795_366_541_000,
        CloudWatchMetrics: [
          {
            Namespace: 'UserApi',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'AttemptsRecorded', Unit: 'Count' },
              { Name: 'PurgeAge', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      service: 'user-api-prod',
      AttemptsRecorded: 4,
      PurgeAge: 250,
    })}\n`,
  )
  parseMetricLine(metricLines.at(-1) ?? '')
})

test('metrics are written once, and nothing is written without metrics', () => {
  const before = metricLines.length
  count('SmsSent')
  writeMetrics()
  expect(metricLines).toHaveLength(before + 1)
  writeMetrics()
  expect(metricLines).toHaveLength(before + 1)
})

test.each(Object.keys(metricUnits))('%s alone makes a valid line', (metric) => {
  if (metric === 'PurgeAge') measure(metric, 1)
  else count(metric as Exclude<keyof typeof metricUnits, 'PurgeAge'>)
  writeMetrics()
  expect(parseMetricLine(metricLines.at(-1) ?? '')).toMatchObject({ [metric]: 1 })
})
