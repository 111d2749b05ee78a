import { type CfnResource, Duration, Lazy, Stack } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Alias, type Function as LambdaFunction, type Version } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { FAILURES, METRICS_NAMESPACE } from '../../../shared/metrics.ts'
import { RUNBOOK } from '../monitoring/alarms.ts'
import { acceptCodeDeployPolicy } from '../nag/accepted-findings.ts'

const POLICY = 'service-role/AWSCodeDeployRoleForLambdaLimited'
/** As long as the canary: the alarm's window slides, and is evaluated every minute. */
const PERIOD = Duration.minutes(5)
const FAILURE_PERCENT = 5
/** A single time-out is no reason to roll back. */
const FEWEST_FAILURES = 3
const HASH_LENGTH = 32

/**
 * Releases new versions of functions gradually: 10 % of the calls for five minutes, then all. If a
 * new version fails in that time, CodeDeploy and CloudFormation roll it back.
 */
export class Canaries extends Construct {
  readonly #application: LambdaApplication
  readonly #role: Role

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.#application = new LambdaApplication(this, 'Application')
    // One role for all deployment groups, each of which would create the same one.
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
      alarmDescription: `The new version of ${lambda.node.path} fails and is rolled back. ${RUNBOOK}#function-errors`,
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
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [failures],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    })
    // Only the alias's update policy names the group, which must have the new alarm before the alias moves.
    toCfn(alias).addResourceDependency(toCfn(group))
    return alias
  }
}

/**
 * Makes an alarm a new resource for each version. An alarm that is updated keeps its state: that of a
 * live version which fails would stop the deployment of its repair.
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
 * Percentage of the alias's calls that fail in its version: errors that it throws, responses with 500, and
 * records that it returns to a queue or stream. 0 for a few failures, which any version may have. Other
 * versions do not count.
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
  // SUM of a list skips metrics without a value; with `+` the result would have no value either.
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
