import type { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { allow } from './allow.ts'

/** Allows Lambda to send a function's traces to X-Ray. */
export function tracingPolicy(): PolicyDocument {
  return allow({
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    // X-Ray has no resource types.
    resources: ['*'],
  })
}

/**
 * Enables X-Ray for a function; X-Ray's sampling rules choose the requests. The CDK's own property
 * would add the permissions to the role's default policy.
 */
export function enableTracing(lambda: LambdaFunction): void {
  const resource = lambda.node.defaultChild as CfnFunction
  resource.tracingConfig = { mode: 'Active' }
}
