import { CfnWaitCondition, CfnWaitConditionHandle, type Stack } from 'aws-cdk-lib'
import { CfnFunction } from 'aws-cdk-lib/aws-lambda'

/**
 * Makes a deployment fail after every function is created or updated, on AWS and on the emulator. Adds a wait
 * condition, which fails because it gets no signal within its timeout.
 */
export function failHalfWay(stack: Stack): void {
  const handle = new CfnWaitConditionHandle(stack, 'NobodySignals')
  const condition = new CfnWaitCondition(stack, 'FailsOnPurpose', {
    handle: handle.ref,
    count: 1,
    timeout: '1',
  })
  for (const construct of stack.node.findAll()) {
    if (construct instanceof CfnFunction) condition.addResourceDependency(construct)
  }
}
