import { type CfnResource, Duration, Lazy, Stack } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import {
  type ILambdaDeploymentConfig,
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Alias, type Function as LambdaFunction, type Version } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { FAILURES, METRICS_NAMESPACE } from '../../../shared/metrics.ts'
import type { Stage } from '../../stages/stage.ts'
import { runbookLink } from '../monitoring/alarms.ts'
import { acceptCodeDeployPolicy } from '../nag/accepted-findings.ts'

/** AWS's policy that lets CodeDeploy move aliases and read alarms. */
const POLICY = 'service-role/AWSCodeDeployRoleForLambdaLimited'
/** Window of the alarm, as long as the canary. It slides, and CloudWatch evaluates it every minute. */
const PERIOD = Duration.minutes(5)
/** A version is rolled back when a larger percentage of its calls fails. */
const FAILURE_PERCENT = 5
/** With fewer failures nothing is rolled back: a single time-out can happen to any version. */
const FEWEST_FAILURES = 3
/**
 * Canaries at the same time. CodeDeploy makes some calls of Lambda's API for each, and an account has 15 of these a second:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#api-requests
 */
const CANARIES_AT_ONCE = 8
/** Characters of the hash in a version's logical id. */
const HASH_LENGTH = 32

/**
 * Releases new versions of functions gradually: 10 % of the calls for five minutes, then all. If a
 * new version fails in that time, CodeDeploy and CloudFormation roll it back. With `skipsCanary`, all calls move at once.
 */
export class Canaries extends Construct {
  readonly #application: LambdaApplication
  readonly #role: Role
  readonly #stage: Stage
  readonly #config: ILambdaDeploymentConfig
  readonly #aliases: CfnResource[] = []
  readonly #groups: CfnResource[] = []

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#stage = stage
    this.#config = stage.skipsCanary
      ? LambdaDeploymentConfig.ALL_AT_ONCE
      : LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES
    this.#application = new LambdaApplication(this, 'Application')
    // One role for all deployment groups. By default each group creates an equal role.
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(POLICY)],
    })
    acceptCodeDeployPolicy(this.#role, POLICY)
  }

  /** Creates the alias of a function's released version, and its deployment group, in `scope`. */
  release(scope: Construct, lambda: LambdaFunction): Alias {
    const version = lambda.currentVersion
    const alias = new Alias(scope, 'Live', { aliasName: 'live', version })
    const failures = new Alarm(scope, 'LiveErrors', {
      alarmDescription: `The new version of ${lambda.node.path} fails and is rolled back. ${runbookLink(this.#stage, 'function-errors')}`,
      metric: failurePercentOf(alias),
      threshold: FAILURE_PERCENT,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    renewWith(version, failures)
    const group = new LambdaDeploymentGroup(scope, 'Deployment', {
      application: this.#application,
      role: this.#role,
      alias,
      deploymentConfig: this.#config,
      alarms: [failures],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    })
    // The group must have the new alarm before the alias moves. CloudFormation does not know this order, because only
    // the alias's update policy names the group.
    toCfn(alias).addResourceDependency(toCfn(group))
    follow(this.#groups, toCfn(group), 1)
    follow(this.#aliases, toCfn(alias), CANARIES_AT_ONCE)
    return alias
  }
}

/** Adds a resource to a list. CloudFormation changes it after the one that is `distance` places before it. */
function follow(list: CfnResource[], resource: CfnResource, distance: number): void {
  const before = list.at(-distance)
  if (before) resource.addResourceDependency(before)
  list.push(resource)
}

/**
 * Makes the alarm a new resource for each version. An updated alarm keeps its state: if the live version
 * fails, its alarm would stop the deployment of the repair.
 */
function renewWith(version: Version, alarm: Alarm): void {
  const stack = Stack.of(alarm)
  const resource = toCfn(alarm)
  const id = stack.getLogicalId(resource)
  // The CDK ends the id of a version with a hash of the function, which is known at synthesis.
  const renewed = () => `${id}${stack.resolve(toCfn(version).logicalId).slice(-HASH_LENGTH)}`
  resource.overrideLogicalId(Lazy.uncachedString({ produce: renewed }))
}

function toCfn({ node }: Construct): CfnResource {
  return node.defaultChild as CfnResource
}

/**
 * Percentage of the alias's calls to one version that fail: thrown errors, 500 responses, and records that go
 * back to a queue or stream. It is 0 below FEWEST_FAILURES. Calls to other versions do not count.
 */
function failurePercentOf({ aliasName, lambda, version: { version } }: Alias): MathExpression {
  const { functionName } = lambda
  const lambdaMetric = (metricName: string) =>
    new Metric({
      namespace: 'AWS/Lambda',
      metricName,
      dimensionsMap: {
        FunctionName: functionName,
        Resource: `${functionName}:${aliasName}`,
        ExecutedVersion: version,
      },
      statistic: 'Sum',
      period: PERIOD,
    })
  const handled = new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: FAILURES,
    dimensionsMap: { function_name: functionName, function_version: version },
    statistic: 'Sum',
    period: PERIOD,
  })
  // SUM skips metrics without a value. With `+`, one missing value would leave the result without a value.
  const failures = 'SUM([thrown, handled])'
  return new MathExpression({
    expression: `IF(${failures} >= ${FEWEST_FAILURES}, 100 * ${failures} / calls, 0)`,
    usingMetrics: {
      thrown: lambdaMetric('Errors'),
      handled,
      calls: lambdaMetric('Invocations'),
    },
    label: 'failures, %',
    period: PERIOD,
  })
}
