import type { PolicyDocument } from '../../policies/policy.ts'
import { ofType, type Resource } from '../../template/template.ts'
import { POLICY, ROLE } from './service.ts'

/** AWS's managed policies for what Lambda itself does (logs, network, traces). No call of a function needs them. */
const OF_LAMBDA_ITSELF =
  /:iam::aws:policy\/(?:service-role\/AWSLambda(?:Basic|VPCAccess)ExecutionRole|AWSXRayDaemonWriteAccess)$/

/**
 * Returns the identity policies of each role, by the role's name: its inline policies and the attached
 * ones, such as the CDK's policy for an event source. The `Id` of each is the policy's name in the
 * template. Policies of buckets and queues are not included, because within one account the caller's own
 * policies suffice.
 */
export function policiesByRole(resources: readonly Resource[]): Map<string, PolicyDocument[]> {
  const policies = new Map<string, PolicyDocument[]>()
  for (const { name, properties } of ofType(resources, ROLE)) {
    const inline: { PolicyName: string; PolicyDocument: PolicyDocument }[] =
      properties.Policies ?? []
    policies.set(
      name,
      inline.map(({ PolicyName, PolicyDocument }) => ({ ...PolicyDocument, Id: PolicyName })),
    )
  }
  for (const { logicalId, properties } of ofType(resources, POLICY)) {
    for (const role of properties.Roles ?? []) {
      const attached = policies.get(role)
      if (!attached) throw new Error(`${logicalId}: its role ${role} is not in the template`)
      attached.push({ ...properties.PolicyDocument, Id: properties.PolicyName })
    }
  }
  return policies
}

/**
 * Checks that a role has no managed policy whose content is not known here.
 * @throws Error that names the policy.
 */
export function requireKnownPolicies({ logicalId, properties }: Resource): void {
  const managed: string[] = properties.ManagedPolicyArns ?? []
  const unknown = managed.find((arn) => !OF_LAMBDA_ITSELF.test(arn))
  if (unknown) {
    throw new Error(`${logicalId}: the managed policy ${unknown} is not supported locally`)
  }
}
