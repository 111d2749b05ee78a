import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam'
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
import { acknowledgeWildcards } from '../nag/acknowledge-wildcards.ts'
import type { FunctionContext } from './function-context.ts'
import { traceAll, tracingPolicy } from './tracing.ts'

/** One function, and what it is given beside what its contract asks for. */
export interface ContractFunctionProps extends FunctionContext {
  readonly loaded: LoadedFunction
  /** What wakes it, for its description. */
  readonly wokenBy: string
  readonly environment?: Readonly<Record<string, string>>
}

/** One Lambda with a log group and a role of its own, which allows what its contract says. */
export class ContractFunction extends Construct {
  readonly lambda: LambdaFunction
  /** What others invoke: the function, or the alias that decides which version of it they get. */
  readonly invoked: LambdaFunction | Alias

  constructor(scope: Construct, id: string, props: ContractFunctionProps) {
    super(scope, id)
    const { loaded, stage, wokenBy } = props
    const { contract } = loaded
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // Inline and explicit: a managed policy, or CDK's grants, allow more than is used.
      inlinePolicies: {
        logs: allow({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
        tracing: tracingPolicy(),
        ...contractPolicies(props),
      },
    })
    acknowledgeWildcards(role, contract.uses, props.resources)
    this.lambda = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(bundleOf(loaded, props.bundlesFolder)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: contract.memoryMb ?? 512,
      // Above the worst sum of AWS calls, below the 30 s that API Gateway waits.
      timeout: Duration.seconds(25),
      reservedConcurrentExecutions: stage.reservedConcurrency[wokenBy],
      description: `${wokenBy}: ${contract.summary}`,
      environment: {
        [SERVICE_VARIABLE]: Stack.of(this).stackName,
        ...contractEnvironment(props),
        ...(contract.nativePackages && NATIVE_ENVIRONMENT),
        ...props.environment,
      },
      logGroup,
      role,
      // Versions stay, so that an alias can go back at once.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    })
    traceAll(this.lambda)
    this.invoked = props.canaries?.release(this, this.lambda) ?? this.lambda
  }
}

/**
 * One heap for all threads of native code. With one per thread, glibc keeps what a thread has freed:
 * `npm run bench:pictures` then has 900 MB after a hundred pictures, instead of 500 MB.
 */
const NATIVE_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' }

/** What follows a table's or a bucket's ARN, by the part of it that a contract names. */
const ARN_OF_PART: Readonly<Record<string, string>> = { index: '/index/*', objects: '/*' }

function contractPolicies({ loaded, resources }: ContractFunctionProps) {
  const policies: Record<string, PolicyDocument> = {}
  for (const [used, granted] of Object.entries(loaded.contract.uses)) {
    const actions = [...granted]
    const [resource = '', part] = used.split('/')
    const arn = resources[resource as Resource]?.arn
    policies[used.replace('/', '-')] =
      used === 'sms'
        ? // A phone number has no ARN; everything but topics leaves phone numbers.
          allow({ actions, notResources: ['arn:*:sns:*:*:*'] })
        : allow({ actions, resources: [`${arn}${part ? ARN_OF_PART[part] : ''}`] })
  }
  return policies
}

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

function allow(what: {
  actions: string[]
  resources?: string[]
  notResources?: string[]
}): PolicyDocument {
  const statement = new PolicyStatement({ effect: Effect.ALLOW, ...what })
  return new PolicyDocument({ statements: [statement] })
}
