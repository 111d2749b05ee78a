import { RemovalPolicy } from 'aws-cdk-lib'
import type { Stage } from '../../stages/stage.ts'

/**
 * Whether tables, pictures, queues and logs outlive the stack: on stages with real users. Those of a first
 * deployment that fails are deleted, so that it can be repeated.
 */
export function removalPolicyOf({ keepsData }: Stage): RemovalPolicy {
  return keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY
}

/** Whether the stack and its tables refuse to be deleted. */
export function isProtected({ keepsData, isProtected = true }: Stage): boolean {
  return keepsData && isProtected
}
