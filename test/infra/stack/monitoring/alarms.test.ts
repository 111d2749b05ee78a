import { Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { ACCESS_LOG_FIELDS } from '../../../../infra/stack/api/access-log.ts'
import { AlarmTopic } from '../../../../infra/stack/monitoring/alarm-topic.ts'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { METRICS_NAMESPACE, metricUnits } from '../../../../shared/metrics.ts'
import { synthesizeStage, templateOf } from '../../../support/synthesize-stage.ts'

const ALARM = 'AWS::CloudWatch::Alarm'
const { routes, workers } = await loadFunctions()
const templates: Record<string, Template> = {}

interface AlarmProperties {
  AlarmName: string
  AlarmDescription: string
  AlarmActions: unknown[]
  OKActions: unknown[]
  TreatMissingData: string
  Threshold: number
  Namespace?: string
  MetricName?: string
  Dimensions?: { Name: string; Value: unknown }[]
  Metrics?: { MetricStat?: { Metric: { Namespace: string; MetricName: string } } }[]
}

beforeAll(async () => {
  for (const stage of ['local', 'dev', 'prod']) templates[stage] = await templateOf(stage)
})

/** The alarms for operators, by logical id. Those of the canaries are for CodeDeploy only. */
function operatorAlarms(stage: string) {
  const found = Object.entries(templates[stage]?.findResources(ALARM) ?? {})
  return found.filter(([id]) => id.startsWith('Watch'))
}

function alarms(stage = 'prod'): AlarmProperties[] {
  return operatorAlarms(stage).map(([, { Properties }]) => Properties as AlarmProperties)
}

/** Finds an alarm by its name without the stack's prefix. */
function alarm(name: string, stage = 'prod'): AlarmProperties {
  const found = alarms(stage).find(({ AlarmName }) => AlarmName === `user-api-${stage}-${name}`)
  if (!found) throw new Error(`There is no alarm ${name}`)
  return found
}

describe('every alarm', () => {
  test('notifies the topic of its start and end', () => {
    expect(alarms().length).toBeGreaterThan(20)
    const topic = { Ref: Object.keys(templates.prod?.findResources('AWS::SNS::Topic') ?? {})[0] }
    for (const { AlarmActions, OKActions } of alarms()) {
      expect([AlarmActions, OKActions]).toEqual([[topic], [topic]])
    }
  })

  test('has at most ten metrics, the limit of CloudWatch', () => {
    for (const { Metrics = [] } of alarms()) {
      expect(Metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10)
    }
  })

  test('on a custom metric names one that the functions of this stack record', () => {
    const own = alarms().filter(({ Namespace }) => Namespace === METRICS_NAMESPACE)
    expect(own.length).toBeGreaterThan(0)
    for (const { MetricName, Dimensions } of own) {
      expect(Object.keys(metricUnits)).toContain(MetricName)
      expect(Dimensions).toEqual([{ Name: 'service', Value: 'user-api-prod' }])
    }
    const functions = Object.values(templates.prod?.findResources('AWS::Lambda::Function') ?? {})
    for (const { Properties } of functions) {
      expect(Properties.Environment.Variables.SERVICE_NAME).toBe('user-api-prod')
    }
  })
})

describe('there is an alarm', () => {
  test('on the errors of each function', () => {
    for (const { id } of [...routes, ...workers]) {
      const { MetricName, Dimensions } = alarm(`function-errors-${id}`)
      expect(MetricName).toBe('Errors')
      const name = { Ref: expect.stringContaining(id) }
      expect(Dimensions).toEqual([{ Name: 'FunctionName', Value: name }])
    }
  })

  test('on the throttles of all functions', () => {
    const parts = alarms().filter(({ AlarmName }) => AlarmName.includes('function-throttles'))
    const watched = parts.flatMap(({ Metrics = [] }) => Metrics.filter((one) => one.MetricStat))
    expect(new Set(watched.map((one) => JSON.stringify(one.MetricStat?.Metric))).size).toBe(
      // And the page /delete-account.
      routes.length + workers.length + 1,
    )
  })

  test.each([
    ['failed-attempts', 'ApproximateNumberOfMessagesVisible', /FailedMcqAttempts/],
    ['failed-purges', 'ApproximateNumberOfMessagesVisible', /FailedPurges/],
    ['attempts-wait', 'ApproximateAgeOfOldestMessage', /WorkersMcqAttempts/],
    ['recoveries-wait', 'ApproximateAgeOfOldestMessage', /WorkersRecoveries/],
  ])('on the queue: %s', (name, MetricName, queue) => {
    const { Dimensions, ...rest } = alarm(name)
    expect(rest).toMatchObject({ MetricName, Namespace: 'AWS/SQS' })
    const value = { 'Fn::GetAtt': [expect.stringMatching(queue), 'QueueName'] }
    expect(Dimensions).toEqual([{ Name: 'QueueName', Value: value }])
  })

  test('on requests that API Gateway throttles, which it writes to the access log', () => {
    const { Namespace, MetricName, ...rest } = alarm('requests-throttled')
    expect(rest).toMatchObject({ Threshold: 100, TreatMissingData: 'notBreaching' })
    const [filter] = Object.values(templates.prod?.findResources('AWS::Logs::MetricFilter') ?? {})
    expect(filter?.Properties).toMatchObject({
      LogGroupName: { Ref: expect.stringMatching(/^AccessLog/) },
      FilterPattern: '{ ($.status = "429") && ($.gatewayError != "-") }',
      MetricTransformations: [{ MetricNamespace: Namespace, MetricName, MetricValue: '1' }],
    })
    expect(Object.keys(ACCESS_LOG_FIELDS)).toEqual(
      expect.arrayContaining(['status', 'gatewayError']),
    )
    // A stage beside it in the same account must not raise it.
    expect(alarm('requests-throttled', 'dev').Namespace).not.toBe(Namespace)
  })

  test('on recoveries that wait for half of the life of an OTP', async () => {
    expect(alarm('recoveries-wait').Threshold).toBe(150)
    const { settings } = stageNamed('prod')
    const { template } = await synthesizeStage('prod', {
      settings: { ...settings, otpSeconds: 60 },
    })
    const all = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
    const [waiting] = all.filter(({ Properties }) =>
      /recoveries-wait/.test(JSON.stringify(Properties.AlarmName)),
    )
    expect(waiting?.Properties.Threshold).toBe(30)
  })

  test('on the lag of the purge worker behind its stream', () => {
    const { MetricName, Dimensions } = alarm('purge-stream-lags')
    expect(MetricName).toBe('IteratorAge')
    expect(Dimensions?.[0]?.Value).toEqual({ Ref: expect.stringContaining('PurgeDeletedUser') })
  })

  test.each([
    ['table-throttles-users', 4],
    ['table-throttles-mcqStats', 2],
    ['table-throttles-otps', 2],
    ['table-throttles-reports', 6],
  ])('%s, with its indexes', (name, metrics) => {
    const { Metrics = [] } = alarm(name)
    expect(Metrics.filter(({ MetricStat }) => MetricStat)).toHaveLength(metrics)
  })

  test.each([
    ['requests-limited', 'RequestsLimited', 300],
    ['logins-refused', 'LoginsRefused', 300],
  ])('on what attackers cause: %s', (name, MetricName, Threshold) => {
    expect(alarm(name)).toMatchObject({ MetricName, Threshold, Namespace: METRICS_NAMESPACE })
  })

  test('on recoveries whose worker fails three times in five minutes, as it does for a message that fails each time', () => {
    expect(alarm('failed-recoveries')).toMatchObject({
      MetricName: 'RecoveriesFailed',
      Namespace: METRICS_NAMESPACE,
      Statistic: 'Sum',
      Period: 300,
      Threshold: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    })
    // Five attempts within 120 s: at least three are in one period of 300 s.
    templates.prod?.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 30,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 5 }),
    })
  })

  test.each([
    ['sms-breaker', 'SmsBreakerOpen'],
    ['recovery-breaker', 'RecoveryBreakerOpen'],
  ])('on the limit for SMS to everybody: %s', (name, MetricName) => {
    expect(alarm(name)).toMatchObject({ MetricName, Threshold: 0, Namespace: METRICS_NAMESPACE })
  })

  test('on requests without a valid origin secret, behind an edge', () => {
    expect(alarm('origin-secret')).toMatchObject({ MetricName: 'OriginSecretRefused' })
    expect(() => alarm('origin-secret', 'dev')).toThrow('There is no alarm origin-secret')
  })

  test('on missing requests in prod, where health checks do not count', () => {
    const { Metrics = [] } = alarm('no-requests')
    expect(Metrics).toMatchObject([
      { Expression: 'IF(FILL(requests, 0) - FILL(checks, 0) < 1, 1, 0)' },
      { MetricStat: { Period: 3600, Metric: { MetricName: 'Count' } } },
      {
        MetricStat: {
          Metric: {
            MetricName: 'Invocations',
            Dimensions: [{ Value: { Ref: expect.stringContaining('HealthGet') } }],
          },
        },
      },
    ])
    expect(() => alarm('no-requests', 'dev')).toThrow('There is no alarm no-requests')
  })

  test('on SMS that operators do not deliver, and on OTPs that nobody verifies', () => {
    expect(alarm('sms-undelivered').Metrics).toMatchObject([
      { Expression: 'IF(sent >= 20, 100 * (1 - delivered), 0)' },
      { MetricStat: { Stat: 'SampleCount', Metric: { MetricName: 'SMSSuccessRate' } } },
      { MetricStat: { Stat: 'Average', Metric: { Namespace: 'AWS/SNS' } } },
    ])
    expect(alarm('otps-unverified').Metrics).toMatchObject([
      { Expression: 'IF(sent >= 20, 100 * (1 - (FILL(verified, 0) + FILL(reset, 0)) / sent), 0)' },
      { MetricStat: { Metric: { Namespace: METRICS_NAMESPACE, MetricName: 'SmsSent' } } },
      { MetricStat: { Metric: { Namespace: METRICS_NAMESPACE, MetricName: 'OtpVerified' } } },
      { MetricStat: { Metric: { Namespace: METRICS_NAMESPACE, MetricName: 'PasswordsReset' } } },
    ])
  })

  test.each([
    ['api-server-errors', '5xx', 'AWS/ApiGateway'],
    ['api-latency', 'Latency', 'AWS/ApiGateway'],
    ['table-errors', 'SystemErrors', 'AWS/DynamoDB'],
    ['sms-spend', 'SMSMonthToDateSpentUSD', 'AWS/SNS'],
    ['sms-failures', 'SmsFailed', METRICS_NAMESPACE],
  ])('%s, on the metric %s of %s', (name, metricName, namespace) => {
    const { MetricName, Namespace, Metrics = [] } = alarm(name)
    const watched = Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))
    const metrics = MetricName ? [{ MetricName, Namespace }] : watched
    expect(metrics.map((one) => `${one.Namespace} ${one.MetricName}`)).toContain(
      `${namespace} ${metricName}`,
    )
  })
})

test('thresholds come from the configuration of the stage', () => {
  const compared: [string, 'smsSpendUsd' | 'p99LatencyMs' | 'serverErrorPercent'][] = [
    ['sms-spend', 'smsSpendUsd'],
    ['api-latency', 'p99LatencyMs'],
    ['api-server-errors', 'serverErrorPercent'],
  ]
  for (const [name, threshold] of compared) {
    for (const stage of ['dev', 'prod']) {
      expect(alarm(name, stage).Threshold).toBe(stageNamed(stage).alarms?.[threshold])
    }
  }
})

describe('a missing value', () => {
  test('of the age of purges is alarming: every sweep reports one', () => {
    expect(alarm('purge-age').TreatMissingData).toBe('breaching')
  })

  test('of the cost of SMS does not change the alarm: the sum stays the same', () => {
    expect(alarm('sms-spend').TreatMissingData).toBe('ignore')
  })

  test('of requests is alarming: there are none', () => {
    expect(alarm('no-requests').TreatMissingData).toBe('breaching')
  })

  test('of any other metric means that nothing is wrong', () => {
    const named = /(no-requests|purge-age|sms-spend)$/
    const others = alarms().filter(({ AlarmName }) => !named.test(AlarmName))
    for (const { TreatMissingData } of others) expect(TreatMissingData).toBe('notBreaching')
  })
})

describe('the topic', () => {
  test('is encrypted with a key that CloudWatch may use, and accepts alarms of this account', () => {
    const fromAlarms = (Action: unknown) => ({
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike(statement(Action))]) },
    })
    const statement = (Action: unknown) => ({
      Action,
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    })
    templates.prod?.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() })
    templates.prod?.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike(statement(['kms:Decrypt', 'kms:GenerateDataKey*'])),
        ]),
      },
    })
    templates.prod?.hasResourceProperties('AWS::SNS::TopicPolicy', fromAlarms('sns:Publish'))
  })

  test('sends e-mail to the stage’s address, if there is one', () => {
    const stack = new Stack()
    new AlarmTopic(stack, 'Topic', { ...stageNamed('dev'), alarmEmail: 'ops@example.com' })
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    })
    const withoutAddress = new Stack()
    new AlarmTopic(withoutAddress, 'Topic', { ...stageNamed('dev'), alarmEmail: undefined })
    Template.fromStack(withoutAddress).resourceCountIs('AWS::SNS::Subscription', 0)
  })
})

test('one dashboard shows all alarms and custom metrics', () => {
  templates.prod?.resourceCountIs('AWS::CloudWatch::Dashboard', 1)
  const [dashboard] = Object.values(
    templates.prod?.findResources('AWS::CloudWatch::Dashboard') ?? {},
  )
  const body = JSON.stringify(dashboard?.Properties.DashboardBody)
  for (const [id] of operatorAlarms('prod')) expect(body).toContain(id)
  for (const metric of Object.keys(metricUnits)) expect(body).toContain(metric)
})

test('the local stack has no alarms', () => {
  templates.local?.resourceCountIs(ALARM, 0)
  templates.local?.resourceCountIs('AWS::SNS::Topic', 0)
})
