/** A resource as functions are given it: the name goes into the environment, the ARN into the policy. */
export interface GrantedResource {
  readonly name: string
  readonly arn: string
}
