import { EDGE_REGION } from './edge-region.ts'
import type { Stage } from './stage.ts'
import { stackNameOf } from './stages.ts'

/** How a CloudFormation stack of a stage is identified in the CDK app and in AWS. */
export interface StackIdentity {
  /** The id in the CDK app. */
  readonly id: 'Firewall' | 'UserApi' | 'Outside'
  readonly name: string
  readonly region: string
}

/** The stack of the service. */
export function serviceStackOf(stage: Stage): StackIdentity {
  return { id: 'UserApi', name: stackNameOf(stage), region: stage.region }
}

/** The stack of CloudFront's web ACL; undefined without the limits of one. */
export function firewallStackOf(stage: Stage): StackIdentity | undefined {
  const { firewall } = stage.edge ?? {}
  if (!firewall || 'webAclArn' in firewall) return undefined
  return { id: 'Firewall', name: `${stackNameOf(stage)}-firewall`, region: EDGE_REGION }
}

/** The stack of the alarms from outside; undefined without alarms or CloudFront. */
export function outsideStackOf(stage: Stage): StackIdentity | undefined {
  if (!(stage.alarms && stage.edge)) return undefined
  return { id: 'Outside', name: `${stackNameOf(stage)}-outside`, region: EDGE_REGION }
}

/** All stacks of a stage, in the order of their deployment. */
export function stacksOf(stage: Stage): StackIdentity[] {
  const stacks = [firewallStackOf(stage), serviceStackOf(stage), outsideStackOf(stage)]
  return stacks.filter((stack) => stack !== undefined)
}
