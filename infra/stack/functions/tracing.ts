import type { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { allow } from './allow.ts'

/** Allows Lambda to send a function's traces to X-Ray. */
export function tracingPolicy(): PolicyDocument {
  return allow({
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    // X-Ray has no resource types, so IAM accepts no narrower resource.
    resources: ['*'],
  })
}

/**
 * Enables X-Ray for a function. X-Ray's sampling rules choose the requests. Sets CloudFormation's property,
 * because the CDK's option would add a second policy with the permissions to the role.
 */
export function enableTracing(lambda: LambdaFunction): void {
  const resource = lambda.node.defaultChild as CfnFunction
  resource.tracingConfig = { mode: 'Active' }
}
