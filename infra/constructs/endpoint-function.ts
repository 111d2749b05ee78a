import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import {
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { type Resource, resourceVariables, settingVariables } from '../../shared/config.ts'
import type { LoadedFunction } from '../load-functions.ts'
import type { Stage } from '../stages.ts'

/** A resource as functions are given it: the name goes into the environment, the ARN into the policy. */
export interface GrantedResource {
  readonly name: string
  readonly arn: string
}

/** What every function is built from. */
export interface EndpointFunctionProps {
  readonly loaded: LoadedFunction
  readonly stage: Stage
  /** The folder with the function's bundle. */
  readonly bundle: string
  readonly resources: Readonly<Record<Resource, GrantedResource>>
  /** Variables beside those that the contract asks for. */
  readonly environment?: Readonly<Record<string, string>>
}

/** One Lambda with a log group and a role of its own, which allows what its contract says. */
export class EndpointFunction extends Construct {
  readonly lambda: LambdaFunction

  constructor(scope: Construct, id: string, props: EndpointFunctionProps) {
    super(scope, id)
    const { loaded, stage } = props
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // Inline and explicit: a managed policy, or CDK's grants, allow more than is used.
      inlinePolicies: {
        logs: policy(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn),
        ...contractPolicies(props),
      },
    })
    this.lambda = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(props.bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      // Above the worst sum of AWS calls, below the 30 s that API Gateway waits.
      timeout: Duration.seconds(25),
      description: `${loaded.routeKey}: ${loaded.route.summary} (${Stack.of(this).stackName})`,
      environment: { ...contractEnvironment(props), ...props.environment },
      logGroup,
      role,
    })
  }
}

function contractPolicies({ loaded, resources }: EndpointFunctionProps) {
  const policies: Record<string, PolicyDocument> = {}
  for (const [resource, actions] of usesOf(loaded)) {
    policies[resource] = policy([...actions], resources[resource].arn)
  }
  return policies
}

function contractEnvironment({ loaded, stage, resources }: EndpointFunctionProps) {
  const environment: Record<string, string> = {}
  for (const [resource] of usesOf(loaded)) {
    environment[resourceVariables[resource]] = resources[resource].name
  }
  for (const setting of loaded.route.settings ?? []) {
    environment[settingVariables[setting]] = String(stage.settings[setting])
  }
  return environment
}

function usesOf({ route }: LoadedFunction): [Resource, readonly string[]][] {
  return Object.entries(route.uses) as [Resource, readonly string[]][]
}

function policy(actions: string[], resource: string): PolicyDocument {
  const statement = new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] })
  return new PolicyDocument({ statements: [statement] })
}
