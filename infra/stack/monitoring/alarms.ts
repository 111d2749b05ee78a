import { Stack } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  type TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'

/** Something that an operator should look into. */
export interface Alert {
  /** The heading of its section in docs/runbook.md, as a link has it: `api-server-errors`. */
  readonly section: string
  /** Tells it from others of its section, e.g. a function's id. */
  readonly of?: string
  /** What has happened, in one sentence. */
  readonly meaning: string
  readonly metric: IMetric
  /** Alarming is what is greater. */
  readonly above: number
  /** Of how many periods in a row how many have to be alarming. @default 1 of 1 */
  readonly periods?: readonly [alarming: number, of: number]
  /** What it means that there is no value: each alert has a reason for its own. */
  readonly missing: TreatMissingData
  /** For percentiles, which are noise among few values. @default false */
  readonly ignoresFewValues?: boolean
}

/** Where the sections are to which alarms link. */
export const RUNBOOK = 'docs/runbook.md'

/** The alarms. Each tells a topic when it begins and when it is over, and where to read on. */
export class Alarms extends Construct {
  readonly #action: SnsAction
  readonly #alarms: Alarm[] = []

  constructor(scope: Construct, id: string, topic: Topic) {
    super(scope, id)
    this.#action = new SnsAction(topic)
  }

  /** All that were added. */
  get all(): readonly Alarm[] {
    return this.#alarms
  }

  /** Adds an alarm. Its name is `<stack>-<section>`, with what it is of. */
  add(alert: Alert): void {
    const { section, of, meaning, metric, above, missing, ignoresFewValues } = alert
    const [datapointsToAlarm, evaluationPeriods] = alert.periods ?? [1, 1]
    const name = of ? `${section}-${of}` : section
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${meaning} ${RUNBOOK}#${section}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm,
      evaluationPeriods,
      treatMissingData: missing,
      evaluateLowSampleCountPercentile: ignoresFewValues ? 'ignore' : undefined,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
    this.#alarms.push(alarm)
  }
}
