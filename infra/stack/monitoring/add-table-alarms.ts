import { Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Alarms } from './alarms.ts'
import { PERIOD, sumOf } from './metrics.ts'
import type { Watched } from './watched.ts'

type Table = keyof Watched['tables']

const { NOT_BREACHING } = TreatMissingData

// An index is throttled by itself, and holds the table's writes up with it.
const INDEXES: Readonly<Record<Table, readonly string[]>> = {
  users: ['tombstones'],
  mcqStats: [],
  otps: [],
  reports: ['byContent', 'byUser'],
}
// The operations that a request's way goes through most: trouble of AWS's strikes them all alike, and
// each that is watched costs.
const OPERATIONS: Readonly<Record<Table, readonly string[]>> = {
  users: ['GetItem', 'TransactWriteItems'],
  mcqStats: ['BatchGetItem', 'Query', 'TransactWriteItems'],
  otps: ['GetItem', 'TransactWriteItems'],
  reports: ['Query', 'TransactWriteItems'],
}

/** Trouble with DynamoDB, which requests meet as 503. */
export function addTableAlarms(alarms: Alarms, { tables }: Watched): void {
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
      of: name,
      meaning: `DynamoDB refuses reads or writes of the table ${name}: too many at once.`,
      metric: sumOf(throttles, 'Throttle events'),
      above: 10,
      periods: [2, 3],
      // Told only when there are some.
      missing: NOT_BREACHING,
    })
  }
  const systemErrors = names.flatMap((name) =>
    OPERATIONS[name].map((Operation) =>
      sumMetric('SystemErrors', { TableName: tables[name].tableName, Operation }),
    ),
  )
  alarms.add({
    section: 'table-errors',
    meaning: 'DynamoDB itself fails.',
    metric: sumOf(systemErrors, 'System errors'),
    above: 10,
    periods: [2, 3],
    // Told only when there are some.
    missing: NOT_BREACHING,
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
