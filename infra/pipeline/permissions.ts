import { stacksOf } from '../stages/stacks.ts'
import type { Stage } from '../stages/stage.ts'
import { stackNameOf } from '../stages/stages.ts'

/** Actions that a role of the pipeline may call. */
export interface Grant {
  readonly actions: readonly string[]
  /** ARNs, or `*` for actions without resource types. */
  readonly resources: readonly string[]
  /** Why a resource has a wildcard. */
  readonly wildcard?: string
}

/** A stage with the number of its account. */
export type PlacedStage = Stage & { readonly account: string }

/** What `npm run preflight` and `npm run diff -- --method template` call. Nothing here changes or reads data of users. */
export function planGrants(stage: PlacedStage): Grant[] {
  const { account, edge } = stage
  const parameters = regionsOf(stage).map(
    (region) => `arn:aws:ssm:${region}:${account}:parameter/cdk-bootstrap/hnb659fds/version`,
  )
  const certificate = edge?.domain?.certificateArn
  return [
    {
      actions: [
        'lambda:GetAccountSettings',
        'servicequotas:GetAWSDefaultServiceQuota',
        'servicequotas:GetServiceQuota',
        'sns:GetSMSAttributes',
        'sns:GetSMSSandboxAccountStatus',
      ],
      resources: ['*'],
      wildcard: 'Settings and quotas of the account, which have no ARN.',
    },
    { actions: ['ssm:GetParameter'], resources: parameters },
    ...(certificate ? [{ actions: ['acm:DescribeCertificate'], resources: [certificate] }] : []),
    readTemplates(stage),
  ]
}

/**
 * What `npm run deploy`, `npm run release` and, in a stage without real users, `npm run e2e` call. The
 * roles of the CDK's bootstrap stacks do the rest, without two of them: the role that publishes images, because
 * this service has no images, and the role for lookups, because it may read all data.
 */
export function deployGrants(stage: PlacedStage): Grant[] {
  const roles = regionsOf(stage).flatMap((region) =>
    ['deploy', 'file-publishing'].map(
      (role) =>
        `arn:aws:iam::${stage.account}:role/cdk-hnb659fds-${role}-role-${stage.account}-${region}`,
    ),
  )
  return [
    { actions: ['sts:AssumeRole'], resources: roles },
    readTemplates(stage),
    ...(stage.keepsData ? [] : e2eGrants(stage)),
  ]
}

/** What the end-to-end tests call beside the API itself. The skipped tests of test/e2e/ would need more. */
function e2eGrants(stage: PlacedStage): Grant[] {
  const { account, region } = stage
  const name = stackNameOf(stage)
  const wildcard =
    'CloudFormation ends each name with random characters. The data of this stage is made up.'
  const tables = (...names: string[]) =>
    names.map((table) => `arn:aws:dynamodb:${region}:${account}:table/${name}-Tables${table}Table*`)
  return [
    { actions: ['dynamodb:GetItem'], resources: tables('Users', 'Reports'), wildcard },
    { actions: ['dynamodb:Query'], resources: tables('McqDailyStats', 'Otps'), wildcard },
    {
      actions: ['s3:ListBucket'],
      resources: [`arn:aws:s3:::${name}-picturesbucket*`],
      wildcard,
    },
    {
      actions: ['sqs:SendMessage'],
      resources: [`arn:aws:sqs:${region}:${account}:${name}-WorkersMcqAttempts*`],
      wildcard,
    },
  ]
}

/** The templates of the stage's stacks. */
function readTemplates(stage: PlacedStage): Grant {
  return {
    actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
    resources: stacksOf(stage).map(
      ({ name, region }) => `arn:aws:cloudformation:${region}:${stage.account}:stack/${name}/*`,
    ),
    wildcard: 'CloudFormation ends the ARN of a stack with a random id.',
  }
}

/** The regions that the stage's stacks are in. */
function regionsOf(stage: Stage): string[] {
  return [...new Set([stage.region, ...stacksOf(stage).map(({ region }) => region)])]
}
