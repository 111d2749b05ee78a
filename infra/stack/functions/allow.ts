import { Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'

/** Actions that a policy allows: on `resources`, or on all resources except `notResources`. */
export interface Allowed {
  readonly actions: string[]
  readonly resources?: string[]
  readonly notResources?: string[]
}

/** A policy document with a single statement. */
export function allow(allowed: Allowed): PolicyDocument {
  const statement = new PolicyStatement({ effect: Effect.ALLOW, ...allowed })
  return new PolicyDocument({ statements: [statement] })
}
