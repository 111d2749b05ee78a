import { Duration, Stack } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { METRICS_NAMESPACE, type Metric as OwnMetric } from '../../../shared/metrics.ts'

/** Default period of metrics. */
export const PERIOD = Duration.minutes(5)
/** Metrics that CloudWatch allows in one alarm. */
const MAX_METRICS = 10

/** One of the service's custom metrics, for this stack. */
export function ownMetric(
  scope: Construct,
  metricName: OwnMetric,
  statistic: 'Sum' | 'Maximum' = 'Sum',
): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: Stack.of(scope).stackName },
    statistic,
    period: PERIOD,
  })
}

/** What SMS have cost in this month, in USD, for the account and region. */
export function smsSpend(period = PERIOD): Metric {
  return new Metric({
    namespace: 'AWS/SNS',
    metricName: 'SMSMonthToDateSpentUSD',
    statistic: 'Maximum',
    period,
  })
}

/**
 * Sum of metrics, some of which may have no value.
 * @throws Error for more metrics than one alarm may have.
 */
export function sumOf(metrics: readonly IMetric[], label: string, period = PERIOD): MathExpression {
  if (metrics.length > MAX_METRICS) throw new Error(`${label}: more than ${MAX_METRICS} metrics`)
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]))
  // SUM skips metrics without a value. With `+`, one missing value would leave the result without a value.
  const expression = `SUM([${Object.keys(usingMetrics).join(', ')}])`
  return new MathExpression({ expression, usingMetrics, label, period })
}

/** Splits a list into parts that fit into one alarm each. */
export function inParts<T>(list: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < list.length; from += MAX_METRICS) {
    parts.push(list.slice(from, from + MAX_METRICS))
  }
  return parts
}
