import { Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'

/** What Lambda needs in order to hand a function's traces over to X-Ray. */
export function tracingPolicy(): PolicyDocument {
  const statement = new PolicyStatement({
    effect: Effect.ALLOW,
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    // X-Ray has no resources to name.
    resources: ['*'],
  })
  return new PolicyDocument({ statements: [statement] })
}

/**
 * Has Lambda trace the function; which of its requests, X-Ray's sampling decides. The CDK's own
 * switch would mix the permissions among the role's others.
 */
export function traceAll(lambda: LambdaFunction): void {
  const resource = lambda.node.defaultChild as CfnFunction
  resource.tracingConfig = { mode: 'Active' }
}
