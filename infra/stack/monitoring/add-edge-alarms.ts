import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { HealthCheck, HealthCheckType } from 'aws-cdk-lib/aws-route53'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import type { Alarms } from './alarms.ts'
import { PERIOD } from './metrics.ts'

/** The distribution in front of the API. */
export interface MonitoredEdge {
  readonly distributionId: string
  readonly host: string
}

const { NOT_BREACHING, BREACHING } = TreatMissingData
const MINUTE = Duration.minutes(1)
// Three regions, the fewest that Route 53 accepts, because each request of its checkers costs money.
const CHECKER_REGIONS = ['ap-southeast-1', 'eu-west-1', 'us-east-1']
// Periods with fewer requests raise no alarm: at night a few errors would be a large share.
const FEWEST_REQUESTS = 100

/** Adds the alarms on what clients get from CloudFront, also when no request reaches the API. */
export function addEdgeAlarms(
  alarms: Alarms,
  edge: MonitoredEdge,
  { serverErrorPercent, clientErrorPercent }: AlarmThresholds,
): void {
  const shares = [
    ['edge-server-errors', '5xxErrorRate', '5xx', serverErrorPercent],
    ['edge-client-errors', '4xxErrorRate', '4xx', clientErrorPercent],
  ] as const
  for (const [section, metricName, status, percent] of shares) {
    alarms.add({
      section,
      meaning: `CloudFront responds to more than ${percent} % of requests with ${status}, of at least ${FEWEST_REQUESTS} in 5 minutes.`,
      metric: shareOf(edge, metricName),
      above: percent,
      periods: [2, 3],
      // No value means: no requests.
      missingData: NOT_BREACHING,
    })
  }
  alarms.add({
    section: 'unreachable',
    meaning: 'GET /health has failed from several continents for 3 minutes.',
    metric: failedChecks(new HealthCheck(alarms, 'HealthCheck', healthCheckOf(edge))),
    above: 0,
    periods: [3, 3],
    // Route 53 reports every minute. No value means that nothing is checked.
    missingData: BREACHING,
  })
}

/** Percentage of responses with a status, 0 if there were few requests. */
function shareOf({ distributionId }: MonitoredEdge, metricName: string): MathExpression {
  const metricOf = (name: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/CloudFront',
      metricName: name,
      dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      statistic,
      period: PERIOD,
    })
  return new MathExpression({
    expression: `IF(requests >= ${FEWEST_REQUESTS}, share, 0)`,
    usingMetrics: {
      share: metricOf(metricName, 'Average'),
      requests: metricOf('Requests', 'Sum'),
    },
    label: `${metricName}, %`,
    period: PERIOD,
  })
}

function healthCheckOf({ host }: MonitoredEdge) {
  return {
    type: HealthCheckType.HTTPS,
    fqdn: host,
    resourcePath: '/health',
    requestInterval: Duration.seconds(30),
    failureThreshold: 3,
    regions: CHECKER_REGIONS,
  }
}

/** 1 while Route 53 considers the endpoint unhealthy, else 0. */
function failedChecks({ healthCheckId }: HealthCheck): MathExpression {
  const healthy = new Metric({
    namespace: 'AWS/Route53',
    metricName: 'HealthCheckStatus',
    dimensionsMap: { HealthCheckId: healthCheckId },
    statistic: 'Minimum',
    period: MINUTE,
  })
  return new MathExpression({
    expression: '1 - healthy',
    usingMetrics: { healthy },
    label: 'Unhealthy',
    period: MINUTE,
  })
}
