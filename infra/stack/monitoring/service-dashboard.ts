import { Stack } from 'aws-cdk-lib'
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type MetricOptions,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { Metric as OwnMetric } from '../../../shared/metrics.ts'
import { ownMetric, PERIOD, smsSpend } from './metrics.ts'
import type { MonitoredResources } from './monitored-resources.ts'

/** The dashboard of a stack: alarms, then API, functions, SMS, workers and tables. */
export class ServiceDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    resources: MonitoredResources,
    alarms: readonly Alarm[],
  ) {
    super(scope, id)
    const { stackName } = Stack.of(this)
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: stackName })
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 6 }),
    )
    dashboard.addWidgets(...apiGraphs(resources), ...functionGraphs(resources))
    dashboard.addWidgets(...this.#userGraphs(), ...this.#workerGraphs(resources))
    dashboard.addWidgets(...tableGraphs(resources))
  }

  #userGraphs(): GraphWidget[] {
    return [
      graph('SMS', this.#own('SmsSent', 'SmsFailed', 'SmsBreakerOpen', 'RecoveryBreakerOpen'), [
        smsSpend(),
      ]),
      graph(
        'User actions and refusals',
        this.#own(
          'OtpVerified',
          'OtpWrong',
          'PasswordsReset',
          'LoginsRefused',
          'RequestsLimited',
          'OriginSecretRefused',
          'AccountsDeleted',
        ),
      ),
    ]
  }

  #workerGraphs({ queues }: MonitoredResources): GraphWidget[] {
    const maximum = { period: PERIOD, statistic: 'Maximum' }
    return [
      graph('MCQ attempts', this.#own('AttemptsRecorded', 'AttemptsDropped'), [
        queues.attempts.metricApproximateAgeOfOldestMessage({ ...maximum, label: 'oldest, s' }),
      ]),
      graph(
        'Purges and recoveries',
        [
          ...this.#own('PurgesDone', 'RecoveriesFailed'),
          ...[queues.failedAttempts, queues.failedPurges, queues.failedRecoveries].map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible(maximum),
          ),
        ],
        [ownMetric(this, 'PurgeAge', 'Maximum')],
      ),
    ]
  }

  #own(...names: OwnMetric[]): IMetric[] {
    return names.map((name) => ownMetric(this, name))
  }
}

function apiGraphs({ httpApi }: MonitoredResources): GraphWidget[] {
  const options = { period: PERIOD }
  return [
    graph('Requests', [
      httpApi.metricCount({ ...options, label: 'all' }),
      httpApi.metricClientError({ ...options, statistic: 'Sum', label: '4xx' }),
      httpApi.metricServerError({ ...options, statistic: 'Sum', label: '5xx' }),
    ]),
    graph(
      'Latency, ms',
      ['p50', 'p90', 'p99'].map((statistic) => httpApi.metricLatency({ ...options, statistic })),
    ),
  ]
}

function functionGraphs({ functions }: MonitoredResources): GraphWidget[] {
  return [
    graphOfEach('Function errors', functions, (lambda, options) => lambda.metricErrors(options)),
    graphOfEach('Function throttles', functions, (lambda, options) =>
      lambda.metricThrottles(options),
    ),
  ]
}

function tableGraphs({ tables: { users, mcqStats, otps, reports } }: MonitoredResources) {
  const tables = { users, mcqStats, otps, reports }
  return [
    graphOfEach('Read units', tables, (table, options) =>
      table.metricConsumedReadCapacityUnits({ ...options, statistic: 'Sum' }),
    ),
    graphOfEach('Write units', tables, (table, options) =>
      table.metricConsumedWriteCapacityUnits({ ...options, statistic: 'Sum' }),
    ),
  ]
}

/** A graph with the same metric of several resources, labelled with their names. */
function graphOfEach<T>(
  title: string,
  resources: Readonly<Record<string, T>>,
  toMetric: (resource: T, options: MetricOptions) => IMetric,
): GraphWidget {
  const metrics = Object.entries(resources).map(([label, resource]) =>
    toMetric(resource, { period: PERIOD, label }),
  )
  return graph(title, metrics)
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, left, right, width: 6, height: 6 })
}
