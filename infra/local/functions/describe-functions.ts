import { join } from 'node:path'
import type { PolicyDocument } from '../iam/policy.ts'
import type { Resource } from '../resolve-template.ts'
import type { FunctionDescription } from './local-function.ts'

/** A function with what IAM needs to know of it. */
export interface DescribedFunction extends FunctionDescription {
  readonly accessKeyId: string
  readonly roleArn: string
  /** Each with the name that it has in the template as its `Id`. */
  readonly policies: readonly PolicyDocument[]
}

/** Where a function finds AWS, and where its code is. */
export interface FunctionPlace {
  readonly region: string
  readonly awsEndpointUrl: string
  /** Folder of each asset by the key under which the template names it. */
  readonly assets: ReadonlyMap<string, string>
  /** Replaces variables that the template sets for a function. */
  readonly environment?: (functionName: string) => Readonly<Record<string, string>>
}

/** Reads the template's Lambda functions, each with its role's policies and an access key of its own. */
export function describeFunctions(
  resources: readonly Resource[],
  place: FunctionPlace,
): DescribedFunction[] {
  const policies = policiesByRole(resources)
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => describe(resource, policies, place))
}

/**
 * The identity policies of each role: those in it, and those attached to it, as the CDK does for an
 * event source. Policies of buckets and queues are not among them: they say who may come from
 * outside, and within an account the caller's own policies suffice.
 */
function policiesByRole(resources: readonly Resource[]): Map<string, PolicyDocument[]> {
  const policies = new Map<string, PolicyDocument[]>()
  for (const { type, name, properties } of resources) {
    if (type !== 'AWS::IAM::Role') continue
    const inline: { PolicyName: string; PolicyDocument: PolicyDocument }[] =
      properties.Policies ?? []
    policies.set(
      name,
      inline.map(({ PolicyName, PolicyDocument }) => ({ ...PolicyDocument, Id: PolicyName })),
    )
  }
  for (const { type, logicalId, properties } of resources) {
    if (type !== 'AWS::IAM::Policy') continue
    for (const role of properties.Roles ?? []) {
      const attached = policies.get(role)
      if (!attached) throw new Error(`${logicalId}: its role ${role} is not in the template`)
      attached.push({ ...properties.PolicyDocument, Id: properties.PolicyName })
    }
  }
  return policies
}

function describe(
  { logicalId, name, properties }: Resource,
  policies: ReadonlyMap<string, readonly PolicyDocument[]>,
  place: FunctionPlace,
): DescribedFunction {
  const roleArn: string = properties.Role
  const own = policies.get(roleArn.slice(roleArn.indexOf('/') + 1))
  const folder = place.assets.get(properties.Code.S3Key)
  if (!own) throw new Error(`${logicalId}: its role is not in the template`)
  if (!folder) throw new Error(`${logicalId}: its code is no asset of the template`)
  const [file] = properties.Handler.split('.')
  const accessKeyId = `LOCAL${logicalId}`
  return {
    name,
    arn: `arn:aws:lambda:${place.region}:000000000000:function:${name}`,
    code: join(folder, `${file}.mjs`),
    memoryMb: properties.MemorySize,
    timeoutMs: properties.Timeout * 1000,
    environment: {
      ...properties.Environment?.Variables,
      ...replaced(properties.Environment?.Variables, place.environment?.(name)),
      ...lambdaVariables(name, properties, accessKeyId, place),
    },
    accessKeyId,
    roleArn,
    policies: own,
  }
}

/** Of the replacements those that the function has: it is given nothing that the template does not. */
function replaced(
  variables: Readonly<Record<string, string>> = {},
  replacements: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return Object.fromEntries(Object.entries(replacements).filter(([name]) => name in variables))
}

/** What the Lambda service itself puts into a function's environment. */
function lambdaVariables(
  name: string,
  { Handler, MemorySize }: Resource['properties'],
  accessKeyId: string,
  { region, awsEndpointUrl }: FunctionPlace,
): Record<string, string> {
  return {
    _HANDLER: Handler,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: awsEndpointUrl,
    AWS_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    TZ: ':UTC',
  }
}
