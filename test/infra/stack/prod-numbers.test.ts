import type { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { synthesizeStage } from '../../support/synthesize-stage.ts'

const HEAD = `The numbers of prod: a change of one must be accepted here.
To accept it: npm test -- test/infra/stack/prod-numbers.test.ts -u
`
type Properties = Record<string, unknown>

const { template, firewall, outside } = await synthesizeStage('prod')

/** One line for each resource of a type, in alphabetical order. */
function linesOf(
  from: Template | undefined,
  type: string,
  toLine: (properties: Properties, id: string) => string,
): string[] {
  const found = Object.entries(from?.findResources(type) ?? {})
  // The last eight digits of a logical id are a hash of its path.
  return found.map(([id, { Properties }]) => toLine(Properties, id.slice(0, -8))).sort()
}

/** `name value, name value` of the given values; those that are absent are left out. */
function list(values: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return given.map(([name, value]) => `${name} ${text(value)}`).join(', ')
}

function text(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const functions = linesOf(template, 'AWS::Lambda::Function', (one, id) => {
  const { MemorySize, Timeout, ReservedConcurrentExecutions } = one
  return `${id}: ${list({
    MB: MemorySize,
    seconds: Timeout,
    concurrency: ReservedConcurrentExecutions,
  })}`
})

const sources = linesOf(template, 'AWS::Lambda::EventSourceMapping', (one, id) => {
  const { BatchSize, MaximumBatchingWindowInSeconds, MaximumRetryAttempts, ScalingConfig } = one
  return `${id.split('Live')[0]}: ${list({
    batch: BatchSize,
    window: MaximumBatchingWindowInSeconds,
    retries: MaximumRetryAttempts,
    scaling: ScalingConfig,
  })}`
})

const tables = linesOf(template, 'AWS::DynamoDB::GlobalTable', (one, id) => {
  const { TimeToLiveSpecification, WriteOnDemandThroughputSettings, Replicas } = one
  const [replica] = Replicas as { ReadOnDemandThroughputSettings: unknown }[]
  return `${id}: ${list({
    TTL: TimeToLiveSpecification,
    writes: WriteOnDemandThroughputSettings,
    reads: replica?.ReadOnDemandThroughputSettings,
  })}`
})

const queues = linesOf(template, 'AWS::SQS::Queue', (one, id) => {
  const { MessageRetentionPeriod, VisibilityTimeout, RedrivePolicy } = one
  const { maxReceiveCount } = (RedrivePolicy ?? {}) as { maxReceiveCount?: number }
  return `${id}: ${list({
    'seconds kept': MessageRetentionPeriod,
    'seconds hidden': VisibilityTimeout,
    receives: maxReceiveCount,
  })}`
})

const logs = linesOf(template, 'AWS::Logs::LogGroup', ({ RetentionInDays }, id) => {
  return `${id}: ${RetentionInDays} days`
})

const throttles = linesOf(template, 'AWS::ApiGatewayV2::Stage', (one) => {
  const routes = Object.entries(one.RouteSettings as object).map(
    ([route, limits]) => `${route}: ${text(limits)}`,
  )
  return [`default: ${text(one.DefaultRouteSettings)}`, ...routes.sort()].join('\n')
})

const settings = linesOf(template, 'AWS::Lambda::Function', ({ Environment }) => {
  const variables = Object.entries((Environment as { Variables: object }).Variables)
  return variables
    .filter(([name, value]) => typeof value === 'string' && name !== 'ROUTES')
    .map(([name, value]) => `${name}=${value.replaceAll('\n', '\\n')}`)
    .join('\n')
})

/** The metric of an alarm, or its expression with its metrics. */
function metricOf({
  MetricName,
  Metrics,
  Statistic,
  ExtendedStatistic,
  Period,
}: Properties): string {
  if (MetricName) return `${Statistic ?? ExtendedStatistic}(${MetricName}, ${Period} s)`
  const parts = (Metrics as { Expression?: string; MetricStat?: MetricStat }[]).map((part) => {
    const { Metric, Stat, Period } = part.MetricStat ?? {}
    return part.Expression ?? `${Stat}(${Metric?.MetricName}, ${Period} s)`
  })
  return [...new Set(parts)].join(' of ')
}
interface MetricStat {
  readonly Metric: { readonly MetricName: string }
  readonly Stat: string
  readonly Period: number
}

const alarmsOf = (from: Template | undefined) =>
  linesOf(from, 'AWS::CloudWatch::Alarm', (one) => {
    const { AlarmName, ComparisonOperator, Threshold, EvaluationPeriods, TreatMissingData } = one
    const { DatapointsToAlarm = EvaluationPeriods, EvaluateLowSampleCountPercentile = '' } = one
    const name = typeof AlarmName === 'string' ? AlarmName : 'canary'
    return `${name}: ${metricOf(one)} ${ComparisonOperator} ${Threshold}, ${DatapointsToAlarm} of ${EvaluationPeriods}, missing ${TreatMissingData} ${EvaluateLowSampleCountPercentile}`.trim()
  })

const rules = linesOf(firewall, 'AWS::WAFv2::WebACL', ({ Rules }) => {
  return (Rules as { Name: string; Statement: { RateBasedStatement?: { Limit: number } } }[])
    .map(({ Name, Statement }) => `${Name}: ${Statement.RateBasedStatement?.Limit ?? 'no number'}`)
    .join('\n')
})

test('the numbers of prod are those of prod-numbers.txt, which says how to accept others', async () => {
  const parts = {
    functions,
    'event sources': sources,
    tables,
    queues,
    logs,
    throttles,
    settings: [...new Set(settings.join('\n').split('\n'))].sort(),
    alarms: [...new Set([...alarmsOf(template), ...alarmsOf(outside)])],
    firewall: rules,
  }
  const written = Object.entries(parts).map(([name, lines]) => `${name}\n${lines.join('\n')}\n`)
  for (const lines of Object.values(parts)) expect(lines.length).toBeGreaterThan(0)
  await expect([HEAD, ...written].join('\n')).toMatchFileSnapshot('./prod-numbers.txt')
})
