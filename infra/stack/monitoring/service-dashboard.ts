import { Stack } from 'aws-cdk-lib'
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { Metric as OwnMetric } from '../../../shared/metrics.ts'
import { ownMetric, PERIOD } from './metrics.ts'
import type { Watched } from './watched.ts'

/** One page that shows how the service does: alarms first, then what clients notice, then what is behind. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, watched: Watched, alarms: readonly Alarm[]) {
    super(scope, id)
    const { stackName } = Stack.of(this)
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: stackName })
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 6 }),
    )
    dashboard.addWidgets(...this.#api(watched), ...this.#functions(watched))
    dashboard.addWidgets(...this.#phonesAndAccounts(), ...this.#behind(watched))
    dashboard.addWidgets(...tables(watched))
  }

  #api({ httpApi }: Watched): GraphWidget[] {
    const at = { period: PERIOD }
    const latency = (statistic: string) => httpApi.metricLatency({ ...at, statistic })
    return [
      graph('Requests', [
        httpApi.metricCount({ ...at, label: 'all' }),
        httpApi.metricClientError({ ...at, statistic: 'Sum', label: '4xx' }),
        httpApi.metricServerError({ ...at, statistic: 'Sum', label: '5xx' }),
      ]),
      graph('Latency, ms', ['p50', 'p90', 'p99'].map(latency)),
    ]
  }

  #functions({ functions }: Watched): GraphWidget[] {
    const all = Object.entries(functions)
    const at = { period: PERIOD }
    return [
      graph(
        'Function errors',
        all.map(([label, lambda]) => lambda.metricErrors({ ...at, label })),
      ),
      graph(
        'Function throttles',
        all.map(([label, lambda]) => lambda.metricThrottles({ ...at, label })),
      ),
    ]
  }

  #phonesAndAccounts(): GraphWidget[] {
    const own = (...names: OwnMetric[]) => names.map((name) => ownMetric(this, name))
    const spend = new Metric({
      namespace: 'AWS/SNS',
      metricName: 'SMSMonthToDateSpentUSD',
      statistic: 'Maximum',
      period: PERIOD,
    })
    return [
      graph('SMS', own('SmsSent', 'SmsFailed', 'SmsBreakerOpen'), [spend]),
      graph(
        'Who tries',
        own('OtpVerified', 'OtpWrong', 'LoginsRefused', 'RequestsLimited', 'AccountsDeleted'),
      ),
    ]
  }

  #behind({ attemptsQueue, failedAttempts, failedPurges }: Watched): GraphWidget[] {
    const at = { period: PERIOD, statistic: 'Maximum' }
    return [
      graph(
        'Attempts',
        [ownMetric(this, 'AttemptsRecorded'), ownMetric(this, 'AttemptsDropped')],
        [attemptsQueue.metricApproximateAgeOfOldestMessage({ ...at, label: 'oldest, s' })],
      ),
      graph(
        'Purges',
        [
          ownMetric(this, 'PurgesDone'),
          ...[failedAttempts, failedPurges].map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible(at),
          ),
        ],
        [ownMetric(this, 'PurgeAge', 'Maximum')],
      ),
    ]
  }
}

function tables({ tables: { users, mcqStats, otps, reports } }: Watched): GraphWidget[] {
  const named = Object.entries({ users, mcqStats, otps, reports })
  const at = { period: PERIOD, statistic: 'Sum' }
  return [
    graph(
      'Read units',
      named.map(([label, table]) => table.metricConsumedReadCapacityUnits({ ...at, label })),
    ),
    graph(
      'Write units',
      named.map(([label, table]) => table.metricConsumedWriteCapacityUnits({ ...at, label })),
    ),
  ]
}

function graph(title: string, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, left, right, width: 6, height: 6 })
}
