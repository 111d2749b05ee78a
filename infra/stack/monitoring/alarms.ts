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
import type { Stage } from '../../stages/stage.ts'

/** Something that an operator should look into. */
export interface Alert {
  /** Anchor of its section in docs/runbook.md, e.g. `api-server-errors`. */
  readonly section: string
  /** Distinguishes the alerts of a section, e.g. the id of a function. */
  readonly subject?: string
  /** What has happened, in one sentence. */
  readonly meaning: string
  readonly metric: IMetric
  /** Values above this are alarming. */
  readonly above: number
  /** How many of the last periods have to be alarming. @default [1, 1] */
  readonly periods?: readonly [alarming: number, evaluated: number]
  /** What a missing value means. Required, because no default fits all alerts. */
  readonly missingData: TreatMissingData
  /** Ignores periods with few values. Set it for percentiles, which then mean little. @default false */
  readonly ignoresFewValues?: boolean
}

/** The link to a section of the runbook, for the description of an alarm. */
export function runbookLink({ runbookUrl = 'docs/runbook.md' }: Stage, section: string): string {
  return `${runbookUrl}#${section}`
}

/** The alarms. Each notifies a topic of its start and end, with a link to the runbook. */
export class Alarms extends Construct {
  readonly #action: SnsAction
  readonly #stage: Stage
  readonly #alarms: Alarm[] = []

  constructor(scope: Construct, id: string, { topic, stage }: { topic: Topic; stage: Stage }) {
    super(scope, id)
    this.#stage = stage
    this.#action = new SnsAction(topic)
  }

  /** All alarms added so far. */
  get all(): readonly Alarm[] {
    return this.#alarms
  }

  /** Adds an alarm with the name `<stack>-<section>` or `<stack>-<section>-<subject>`. */
  add(alert: Alert): void {
    const { section, subject, meaning, metric, above, missingData, ignoresFewValues } = alert
    const [datapointsToAlarm, evaluationPeriods] = alert.periods ?? [1, 1]
    const name = subject ? `${section}-${subject}` : section
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${meaning} ${runbookLink(this.#stage, section)}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm,
      evaluationPeriods,
      treatMissingData: missingData,
      evaluateLowSampleCountPercentile: ignoresFewValues ? 'ignore' : undefined,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
    this.#alarms.push(alarm)
  }
}
