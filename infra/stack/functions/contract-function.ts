import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  type Alias,
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import {
  type Resource,
  resourceVariables,
  SERVICE_VARIABLE,
  settingVariables,
} from '../../../shared/config.ts'
import { bundleOf } from '../../bundling/bundle-functions.ts'
import type { LoadedFunction } from '../../functions/load-functions.ts'
import { acceptWildcards } from '../nag/accepted-findings.ts'
import { removalPolicyOf } from '../storage/removal-policy.ts'
import { allow } from './allow.ts'
import { contractPolicies } from './contract-policies.ts'
import type { FunctionContext } from './function-context.ts'
import { FUNCTION_TIMEOUT_SECONDS } from './function-timeout.ts'
import { enableTracing, tracingPolicy } from './tracing.ts'

/** A loaded function, and the values that its contract does not have. */
export interface ContractFunctionProps extends FunctionContext {
  readonly loaded: LoadedFunction
  /** Route key or event source, for the function's description. */
  readonly trigger: string
  readonly environment?: Readonly<Record<string, string>>
}

/** A Lambda function with its own log group, and a role that allows only the actions in its contract. */
export class ContractFunction extends Construct {
  readonly lambda: LambdaFunction
  /** What event sources and routes invoke: the function, or the alias of its released version. */
  readonly invoked: LambdaFunction | Alias

  constructor(scope: Construct, id: string, props: ContractFunctionProps) {
    super(scope, id)
    const { loaded, stage, trigger } = props
    const { contract } = loaded
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetentionDays as RetentionDays,
      removalPolicy: removalPolicyOf(stage),
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // Explicit inline policies, because managed policies and the CDK's grants allow more than a function uses.
      inlinePolicies: {
        logs: allow({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
        tracing: tracingPolicy(),
        ...contractPolicies(loaded.contract.uses, props.resources),
      },
    })
    acceptWildcards(role, contract.uses, props.resources)
    this.lambda = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(bundleOf(loaded, props.bundlesFolder)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: stage.architecture === 'x86_64' ? Architecture.X86_64 : Architecture.ARM_64,
      memorySize: contract.memoryMb ?? 512,
      timeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS),
      reservedConcurrentExecutions: stage.reservedConcurrency[trigger],
      description: `${trigger}: ${contract.summary}`,
      environment: {
        [SERVICE_VARIABLE]: Stack.of(this).stackName,
        ...contractEnvironment(props),
        ...(contract.nativePackages && NATIVE_ENVIRONMENT),
        ...props.environment,
      },
      logGroup,
      role,
      // Old versions stay, so that an alias can be rolled back at once. The version of a failed deployment is
      // deleted: Lambda would not publish the same code again, and the next deployment would fail.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    })
    enableTracing(this.lambda)
    this.invoked = props.canaries?.release(this, this.lambda) ?? this.lambda
  }
}

/** The Lambda functions of all ContractFunctions in a construct, by construct id, e.g. `UsersInfoPatch`. */
export function lambdasIn(scope: Construct): Record<string, LambdaFunction> {
  const all = scope.node.findAll().filter((construct) => construct instanceof ContractFunction)
  return Object.fromEntries(all.map(({ node, lambda }) => [node.id, lambda]))
}

/**
 * Makes the C library (glibc) use one heap for all threads of native code. With a heap per thread, glibc keeps
 * memory that threads have freed: `npm run bench:pictures` uses 900 MB after 100 pictures instead of 500 MB.
 */
const NATIVE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' }

function contractEnvironment({ loaded, resources, settings }: ContractFunctionProps) {
  const environment: Record<string, string> = {}
  for (const used of Object.keys(loaded.contract.uses)) {
    const resource = used.split('/')[0] as Resource
    if (used !== 'sms') environment[resourceVariables[resource]] = resources[resource].name
  }
  for (const name of loaded.contract.settings ?? []) {
    environment[settingVariables[name]] = String(settings[name])
  }
  return environment
}
