import { type CfnResource, type IAspect, Stack } from 'aws-cdk-lib'
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import type { IConstruct } from 'constructs'

/** A resource that the rehearsal deploys differently from AWS. */
export interface Stub {
  readonly type: string
  readonly logicalId: string
  readonly why: string
}

/**
 * Replaces what the emulator cannot create. Only the rehearsal applies it: dev and prod are
 * deployed as they are. docs/rehearsal.md lists what it replaces.
 */
export class StubUnsupported implements IAspect {
  readonly stubs: Stub[] = []

  visit(node: IConstruct): void {
    if (node instanceof CfnAlarm && node.metrics) this.#watchOneMetric(node)
  }

  /** An alarm on a formula becomes one on the first metric of the formula. */
  #watchOneMetric(alarm: CfnAlarm): void {
    const queries: CfnAlarm.MetricDataQueryProperty[] = Stack.of(alarm).resolve(alarm.metrics)
    const first = queries.map(({ metricStat }) => metricStat).find((found) => found !== undefined)
    if (!first || !('stat' in first) || !('metricName' in first.metric)) {
      throw new Error(`${alarm.node.path} watches no metric`)
    }
    const { metricName, namespace, dimensions } = first.metric
    Object.assign(alarm, { metrics: undefined, metricName, namespace, dimensions })
    alarm.period = first.period
    if (/^p\d/.test(first.stat)) alarm.extendedStatistic = first.stat
    else alarm.statistic = first.stat
    this.#note(alarm, 'it refuses metric math; the alarm watches the first metric of its formula')
  }

  #note(resource: CfnResource, why: string): void {
    const logicalId = Stack.of(resource).getLogicalId(resource)
    this.stubs.push({ type: resource.cfnResourceType, logicalId, why })
  }
}
