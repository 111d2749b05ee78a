import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { AlarmThresholds } from '../../stages/alarm-thresholds.ts'
import { firewallStackOf } from '../../stages/stacks.ts'
import type { Stage } from '../../stages/stage.ts'
import { addBudget } from './add-budget.ts'
import { addEdgeAlarms, type MonitoredEdge } from './add-edge-alarms.ts'
import { addFirewallAlarm } from './add-firewall-alarm.ts'
import { AlarmTopic } from './alarm-topic.ts'
import { Alarms } from './alarms.ts'

/** Properties of the stack. */
export interface OutsideStackProps extends StackProps {
  readonly stage: Stage
  readonly thresholds: AlarmThresholds
  readonly edge: MonitoredEdge
}

/**
 * The stack of the alarms that watch the service from outside. It is in us-east-1, because the metrics of
 * CloudFront, its web ACL and Route 53 are only there. It is deployed after the service.
 */
export class OutsideStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { stage, thresholds, edge, ...props }: OutsideStackProps,
  ) {
    super(scope, id, props)
    const { topic } = new AlarmTopic(this, 'AlarmTopic', stage, ['budgets.amazonaws.com'])
    const alarms = new Alarms(this, 'Alarms', { topic, stage })
    addEdgeAlarms(alarms, edge, thresholds)
    // The metric of a web ACL of another project has another name.
    if (firewallStackOf(stage)) addFirewallAlarm(alarms, thresholds)
    if (stage.monthlyBudgetUsd !== undefined) addBudget(this, stage.monthlyBudgetUsd, topic)
  }
}
