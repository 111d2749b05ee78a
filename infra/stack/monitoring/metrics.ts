import { Duration, Stack } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { METRICS_NAMESPACE, type Metric as OwnMetric } from '../../../shared/metrics.ts'

/** Over which time a value is taken, as far as nothing else is said. */
export const PERIOD = Duration.minutes(5)
/** What one alarm may be made of. */
const MAX_METRICS = 10

/** One of the service's own metrics, of this stack. */
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

/** The sum of metrics, of which some may have no value. @throws Error when an alarm cannot have so many. */
export function sumOf(metrics: readonly IMetric[], label: string, period = PERIOD): MathExpression {
  if (metrics.length > MAX_METRICS) throw new Error(`${label}: more than ${MAX_METRICS} metrics`)
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]))
  // A list's sum leaves out what has no value; with `+`, one that has none would undo all.
  const expression = `SUM([${Object.keys(usingMetrics).join(', ')}])`
  return new MathExpression({ expression, usingMetrics, label, period })
}

/** Cuts a list into parts that one alarm can be made of. */
export function inParts<T>(list: readonly T[]): T[][] {
  const parts: T[][] = []
  for (let from = 0; from < list.length; from += MAX_METRICS) {
    parts.push(list.slice(from, from + MAX_METRICS))
  }
  return parts
}
