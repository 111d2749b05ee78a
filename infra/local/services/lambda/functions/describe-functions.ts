import type { PolicyDocument } from '../../../policies/policy.ts'
import { ofType, type Resource, requireKnown } from '../../../template/template.ts'
import { policiesByRole, requireKnownPolicies } from '../../iam/role-policies.ts'
import { ROLE } from '../../iam/service.ts'

export const FUNCTION = 'AWS::Lambda::Function'

/** A Lambda function as the template describes it. */
export interface FunctionDescription {
  readonly name: string
  readonly arn: string
  /** The folder of its code. */
  readonly folder: string
  /** `file.export`, as in `index.handler`. */
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly memoryMb: number
  readonly timeoutMs: number
}

/** A function with its access key, its role and the role's policies. */
export interface DescribedFunction extends FunctionDescription {
  readonly accessKeyId: string
  readonly roleArn: string
  /** The `Id` of each is the policy's name in the template. */
  readonly policies: readonly PolicyDocument[]
}

/** Where functions find AWS, and where their code is. */
export interface FunctionPlace {
  readonly region: string
  readonly endpointUrl: string
  /** Folder of each asset by its object key in the template. */
  readonly assets: ReadonlyMap<string, string>
  /** Returns values that replace variables of the template, by function name. */
  readonly environment?: (functionName: string) => Readonly<Record<string, string>>
}

/**
 * Reads the functions of the template, each with the policies of its role and its own access key.
 * @throws Error that names what cannot run locally.
 */
export function describeFunctions(
  resources: readonly Resource[],
  place: FunctionPlace,
): DescribedFunction[] {
  const policies = policiesByRole(resources)
  const roles = new Map(ofType(resources, ROLE).map((role) => [role.name, role]))
  return ofType(resources, FUNCTION).map((resource) => {
    const { logicalId, name, arn = '', properties } = resource
    requireSupported(resource)
    const roleArn: string = properties.Role
    const roleName = roleArn.slice(roleArn.indexOf('/') + 1)
    const role = roles.get(roleName)
    const folder = place.assets.get(properties.Code.S3Key)
    if (!role) throw new Error(`${logicalId}: its role is not in the template`)
    if (!folder) throw new Error(`${logicalId}: its code is not a folder among the app's assets`)
    requireKnownPolicies(role)
    const accessKeyId = `LOCAL${logicalId}`
    return {
      name,
      arn,
      folder,
      handler: properties.Handler,
      memoryMb: properties.MemorySize ?? DEFAULT_MEMORY_MB,
      timeoutMs: (properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      environment: environmentOf(resource, accessKeyId, place),
      accessKeyId,
      roleArn,
      policies: policies.get(roleName) ?? [],
    }
  })
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
const DEFAULT_MEMORY_MB = 128
const DEFAULT_TIMEOUT_SECONDS = 3

const KNOWN_PROPERTIES = [
  'Architectures',
  'Code',
  'Description',
  'Environment',
  'FunctionName',
  'Handler',
  'Layers',
  // Logs are printed.
  'LoggingConfig',
  'MemorySize',
  // Not emulated: a function has up to four environments.
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Tags',
  'Timeout',
  // No traces are sent.
  'TracingConfig',
]

function requireSupported(lambda: Resource): void {
  requireKnown(lambda, KNOWN_PROPERTIES)
  const { logicalId, properties } = lambda
  const { Runtime = '', Layers = [] } = properties
  if (!Runtime.startsWith('nodejs')) {
    throw new Error(`${logicalId}: only Node.js runs locally, not "${Runtime}"`)
  }
  if (Layers.length > 0) throw new Error(`${logicalId}: layers are not supported locally`)
}

function environmentOf(
  { name, properties }: Resource,
  accessKeyId: string,
  place: FunctionPlace,
): Record<string, string> {
  const variables: Record<string, string> = properties.Environment?.Variables ?? {}
  // A function gets only variables that its template sets.
  const replacements = Object.entries(place.environment?.(name) ?? {}).filter(
    ([variable]) => variable in variables,
  )
  return {
    ...variables,
    ...Object.fromEntries(replacements),
    ...lambdaVariables(name, properties, accessKeyId, place),
  }
}

/** The variables that Lambda itself sets. */
function lambdaVariables(
  name: string,
  { Handler, MemorySize = DEFAULT_MEMORY_MB, Runtime }: Resource['properties'],
  accessKeyId: string,
  { region, endpointUrl }: FunctionPlace,
): Record<string, string> {
  return {
    _HANDLER: Handler,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    TZ: ':UTC',
  }
}
