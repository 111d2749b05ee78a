import { Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { AlarmTopic } from '../../../../infra/stack/monitoring/alarm-topic.ts'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { METRICS_NAMESPACE, metricUnits } from '../../../../shared/metrics.ts'
import { templateOf } from '../../../support/synthesize-stage.ts'

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

/** By logical id; those beside the canaries tell CodeDeploy, and nobody else. */
function watching(stage: string) {
  const found = Object.entries(templates[stage]?.findResources(ALARM) ?? {})
  return found.filter(([id]) => id.startsWith('Watch'))
}

function alarms(stage = 'prod'): AlarmProperties[] {
  return watching(stage).map(([, { Properties }]) => Properties as AlarmProperties)
}

/** An alarm by its name without the stack's. */
function alarm(name: string, stage = 'prod'): AlarmProperties {
  const found = alarms(stage).find(({ AlarmName }) => AlarmName === `user-api-${stage}-${name}`)
  if (!found) throw new Error(`There is no alarm ${name}`)
  return found
}

describe('every alarm', () => {
  test('tells the topic when it begins and when it is over', () => {
    expect(alarms().length).toBeGreaterThan(20)
    const topic = { Ref: Object.keys(templates.prod?.findResources('AWS::SNS::Topic') ?? {})[0] }
    for (const { AlarmActions, OKActions } of alarms()) {
      expect([AlarmActions, OKActions]).toEqual([[topic], [topic]])
    }
  })

  test('is made of at most ten metrics, which is as many as CloudWatch takes', () => {
    for (const { Metrics = [] } of alarms()) {
      expect(Metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10)
    }
  })

  test('on a metric of our own names one that a function records, of this stack', () => {
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

  test('on the throttles of all functions together', () => {
    const parts = alarms().filter(({ AlarmName }) => AlarmName.includes('function-throttles'))
    const watched = parts.flatMap(({ Metrics = [] }) => Metrics.filter((one) => one.MetricStat))
    expect(new Set(watched.map((one) => JSON.stringify(one.MetricStat?.Metric))).size).toBe(
      routes.length + workers.length,
    )
  })

  test.each([
    ['failed-attempts', 'ApproximateNumberOfMessagesVisible', /FailedMcqAttempts/],
    ['failed-purges', 'ApproximateNumberOfMessagesVisible', /FailedPurges/],
    ['attempts-wait', 'ApproximateAgeOfOldestMessage', /WorkersMcqAttempts/],
  ])('on the queue: %s', (name, MetricName, queue) => {
    const { Dimensions, ...rest } = alarm(name)
    expect(rest).toMatchObject({ MetricName, Namespace: 'AWS/SQS' })
    const value = { 'Fn::GetAtt': [expect.stringMatching(queue), 'QueueName'] }
    expect(Dimensions).toEqual([{ Name: 'QueueName', Value: value }])
  })

  test('on how far the purge worker is behind its stream', () => {
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

  test('on 5xx and latency, on errors of DynamoDB, on what SMS cost and that they fail', () => {
    const names = ['api-server-errors', 'api-latency', 'table-errors', 'sms-spend', 'sms-failures']
    for (const name of names) expect(alarm(name)).toBeDefined()
  })
})

test('what differs between stages is of their configuration', () => {
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

describe('no value', () => {
  test('of the purges’ age is alarming: each sweep tells one', () => {
    expect(alarm('purge-age').TreatMissingData).toBe('breaching')
  })

  test('of what SMS cost leaves the alarm as it is: what is spent stays spent', () => {
    expect(alarm('sms-spend').TreatMissingData).toBe('ignore')
  })

  test('of anything else means that nothing is wrong', () => {
    const others = alarms().filter(({ AlarmName }) => !/(purge-age|sms-spend)$/.test(AlarmName))
    for (const { TreatMissingData } of others) expect(TreatMissingData).toBe('notBreaching')
  })
})

describe('the topic', () => {
  test('is encrypted with a key that CloudWatch may use, and takes alarms of this account', () => {
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

  test('writes to the stage’s address, when it has one', () => {
    const stack = new Stack()
    new AlarmTopic(stack, 'Topic', { ...stageNamed('dev'), alarmEmail: 'ops@example.com' })
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    })
    const silent = new Stack()
    new AlarmTopic(silent, 'Topic', { ...stageNamed('dev'), alarmEmail: undefined })
    Template.fromStack(silent).resourceCountIs('AWS::SNS::Subscription', 0)
  })
})

test('one dashboard shows them all', () => {
  templates.prod?.resourceCountIs('AWS::CloudWatch::Dashboard', 1)
  const [dashboard] = Object.values(
    templates.prod?.findResources('AWS::CloudWatch::Dashboard') ?? {},
  )
  const body = JSON.stringify(dashboard?.Properties.DashboardBody)
  for (const [id] of watching('prod')) expect(body).toContain(id)
  for (const metric of Object.keys(metricUnits)) expect(body).toContain(metric)
})

test('the local stack, which nobody watches, is not slowed by any of it', () => {
  templates.local?.resourceCountIs(ALARM, 0)
  templates.local?.resourceCountIs('AWS::SNS::Topic', 0)
})
