import { join } from 'node:path'
import type { PolicyDocument } from '../iam/policy.ts'
import type { Resource } from '../resolve-template.ts'
import type { FunctionDescription } from './local-function.ts'

/** A function with what IAM needs to know of it. */
export interface DescribedFunction extends FunctionDescription {
  readonly accessKeyId: string
  readonly roleArn: string
  readonly policies: readonly PolicyDocument[]
}

/** Where a function finds AWS, and where its code is. */
export interface FunctionPlace {
  readonly region: string
  readonly awsEndpointUrl: string
  /** Folder of each asset by the key under which the template names it. */
  readonly assets: ReadonlyMap<string, string>
}

/** Reads the template's Lambda functions, each with its role's policies and an access key of its own. */
export function describeFunctions(
  resources: readonly Resource[],
  place: FunctionPlace,
): DescribedFunction[] {
  const roles = new Map(
    resources.filter(({ type }) => type === 'AWS::IAM::Role').map((role) => [role.name, role]),
  )
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map((resource) => describe(resource, roles, place))
}

function describe(
  { logicalId, name, properties }: Resource,
  roles: ReadonlyMap<string, Resource>,
  place: FunctionPlace,
): DescribedFunction {
  const roleArn: string = properties.Role
  const role = roles.get(roleArn.slice(roleArn.indexOf('/') + 1))
  const folder = place.assets.get(properties.Code.S3Key)
  if (!role) throw new Error(`${logicalId}: its role is not in the template`)
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
      ...lambdaVariables(name, properties, accessKeyId, place),
    },
    accessKeyId,
    roleArn,
    policies: role.properties.Policies.map(
      ({ PolicyDocument }: { PolicyDocument: PolicyDocument }) => PolicyDocument,
    ),
  }
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
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    TZ: ':UTC',
  }
}
