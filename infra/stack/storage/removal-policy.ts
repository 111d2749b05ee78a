import { RemovalPolicy } from 'aws-cdk-lib'
import type { Stage } from '../../stages/stage.ts'

/** Whether tables, pictures and queues outlive the stack: on stages with real users. */
export function removalPolicyOf({ keepsData }: Stage): RemovalPolicy {
  return keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
}
