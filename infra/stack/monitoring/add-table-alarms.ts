import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Alarms } from './alarms.ts'
import { PERIOD, sumOf } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

type Table = keyof MonitoredResources['tables']

const { NOT_BREACHING } = TreatMissingData

// Indexes are throttled separately, and then delay the writes of their table.
const INDEXES: Readonly<Record<Table, readonly string[]>> = {
  users: ['tombstones'],
  mcqStats: [],
  otps: [],
  reports: ['byContent', 'byUser'],
}
// Only the most frequent operations, because each metric costs money, and an outage of DynamoDB affects all operations.
const OPERATIONS: Readonly<Record<Table, readonly string[]>> = {
  users: ['GetItem', 'TransactWriteItems'],
  mcqStats: ['BatchGetItem', 'Query', 'TransactWriteItems'],
  otps: ['GetItem', 'TransactWriteItems'],
  reports: ['Query', 'TransactWriteItems'],
}

/** Adds the alarms on throttling and errors of DynamoDB, for which requests get 503. */
export function addTableAlarms(alarms: Alarms, { tables }: MonitoredResources): void {
  const names = Object.keys(INDEXES) as Table[]
  for (const name of names) {
    const { tableName: TableName } = tables[name]
    const dimensions = [
      { TableName },
      ...INDEXES[name].map((GlobalSecondaryIndexName) => ({ TableName, GlobalSecondaryIndexName })),
    ]
    const throttles = dimensions.flatMap((dimensionsMap) => [
      sumMetric('ReadThrottleEvents', dimensionsMap),
      sumMetric('WriteThrottleEvents', dimensionsMap),
    ])
    alarms.add({
      section: 'table-throttles',
      subject: name,
      meaning: `DynamoDB throttles reads or writes of the table ${name}.`,
      metric: sumOf(throttles, 'Throttle events'),
      above: 10,
      periods: [2, 3],
      // DynamoDB reports only throttled requests.
      missingData: NOT_BREACHING,
    })
  }
  const systemErrors = names.flatMap((name) =>
    OPERATIONS[name].map((Operation) =>
      sumMetric('SystemErrors', { TableName: tables[name].tableName, Operation }),
    ),
  )
  alarms.add({
    section: 'table-errors',
    meaning: 'DynamoDB fails with internal errors.',
    metric: sumOf(systemErrors, 'System errors'),
    above: 10,
    periods: [2, 3],
    // DynamoDB reports only errors.
    missingData: NOT_BREACHING,
  })
}

function sumMetric(metricName: string, dimensionsMap: Record<string, string>): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap,
    statistic: 'Sum',
    period: PERIOD,
  })
}
