import { RemovalPolicy } from 'aws-cdk-lib'
import type { Stage } from '../../stages/stage.ts'

/**
 * The removal policy of tables, pictures, queues and logs. On stages with real users they outlive the stack.
 * If the first deployment fails, they are deleted even there, so that it can be repeated.
 */
export function removalPolicyOf({ keepsData }: Stage): RemovalPolicy {
  return keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY
}

/** Whether the stack and its tables refuse to be deleted. */
export function isProtected({ keepsData, isProtected = true }: Stage): boolean {
  return keepsData && isProtected
}
