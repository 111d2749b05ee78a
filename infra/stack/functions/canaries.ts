import { Duration, Validations } from 'aws-cdk-lib'
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

const POLICY = 'service-role/AWSCodeDeployRoleForLambdaLimited'

/**
 * Brings new versions of functions gradually: a tenth of the calls for five minutes, then all. When
 * a new version fails meanwhile, CodeDeploy goes back, and CloudFormation with it.
 */
export class Canaries extends Construct {
  readonly #application: LambdaApplication
  readonly #role: Role

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.#application = new LambdaApplication(this, 'Application')
    // One for all: each group would else make the same role once more.
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(POLICY)],
    })
    Validations.of(this.#role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${POLICY}]`,
      reason:
        'It is AWS’s own for this one service: to read alarms, and to move the aliases of functions.',
    })
  }

  /** The alias by which a function is invoked from then on; what belongs to it is made in `scope`. */
  release(scope: Construct, lambda: LambdaFunction): Alias {
    const alias = new Alias(scope, 'Live', { aliasName: 'live', version: lambda.currentVersion })
    const errors = new Alarm(scope, 'LiveErrors', {
      alarmDescription: `The version of ${lambda.node.path} that is being released fails: it goes back. ${RUNBOOK}#function-errors`,
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
 * What the alias's version throws, and what it answers with 500 or gives back. Of no other version:
 * what is broken may be replaced, and does not make what replaces it go back.
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
  const told = new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: FAILURES,
    dimensionsMap: { function_name: functionName, function_version: version },
    statistic: 'Sum',
  })
  return sumOf([thrown, told], 'failures', Duration.minutes(1))
}
