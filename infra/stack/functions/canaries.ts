import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  type MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Alias, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { FAILURES, METRICS_NAMESPACE } from '../../../shared/metrics.ts'
import { RUNBOOK } from '../monitoring/alarms.ts'
import { sumOf } from '../monitoring/metrics.ts'
import { acceptCodeDeployPolicy } from '../nag/accepted-findings.ts'

const POLICY = 'service-role/AWSCodeDeployRoleForLambdaLimited'

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
    const alias = new Alias(scope, 'Live', { aliasName: 'live', version: lambda.currentVersion })
    const errors = new Alarm(scope, 'LiveErrors', {
      alarmDescription: `The new version of ${lambda.node.path} fails and is rolled back. ${RUNBOOK}#function-errors`,
      metric: failuresOf(alias),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    new LambdaDeploymentGroup(scope, 'Deployment', {
      application: this.#application,
      role: this.#role,
      alias,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [errors],
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    })
    return alias
  }
}

/**
 * Errors that the alias's version throws, plus its responses with 500 and the records that it
 * returns to a queue or stream. Other versions do not count: an old version that fails must not
 * roll back its replacement.
 */
function failuresOf({ aliasName, lambda, version: { version } }: Alias): MathExpression {
  const { functionName } = lambda
  const thrown = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    dimensionsMap: {
      FunctionName: functionName,
      Resource: `${functionName}:${aliasName}`,
      ExecutedVersion: version,
    },
    statistic: 'Sum',
  })
  const handled = new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: FAILURES,
    dimensionsMap: { function_name: functionName, function_version: version },
    statistic: 'Sum',
  })
  return sumOf([thrown, handled], 'failures', Duration.minutes(1))
}
