import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { PipelineStack } from '../../../infra/pipeline/pipeline-stack.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { testValues } from '../../support/own-values.ts'

const ACCOUNT = testValues.account ?? ''
const REPOSITORY = 'octocat@1234/user-api@5678'
const BOOTSTRAP = `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds`

interface Statement {
  readonly Action: string | string[]
  readonly Resource: string | string[]
}

function pipelineOf(stageName: string, repository = REPOSITORY) {
  const app = new App()
  const stage = { ...stageNamed(stageName, testValues), account: ACCOUNT }
  const stack = new PipelineStack(app, 'Pipeline', { stage, repository })
  return { app, stack }
}

/** The trust and the actions with their resources of a role, by the start of its logical id. */
function roleOf(stageName: string, id: string) {
  const template = Template.fromStack(pipelineOf(stageName).stack)
  const named = (type: string) =>
    Object.entries(template.findResources(type)).find(([logicalId]) =>
      logicalId.startsWith(id),
    )?.[1]
  const statements: Statement[] = named('AWS::IAM::Policy')?.Properties.PolicyDocument.Statement
  const allowed = statements.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action): [string, string[]] => [action, [Resource].flat()]),
  )
  const trust = named('AWS::IAM::Role')?.Properties.AssumeRolePolicyDocument.Statement
  return { trust, allowed: Object.fromEntries(allowed) }
}

describe('each role', () => {
  test.each([
    ['dev', 'PlanRole', 'dev-plan'],
    ['dev', 'DeployRole', 'dev'],
    ['prod', 'PlanRole', 'prod-plan'],
    ['prod', 'DeployRole', 'prod'],
  ])('of %s, %s, is only for the environment %s of the repository', (stage, id, environment) => {
    expect(roleOf(stage, id).trust).toEqual([
      {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Effect: 'Allow',
        Principal: {
          Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
        },
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': `repo:${REPOSITORY}:environment:${environment}`,
          },
        },
      },
    ])
  })

  test.each(['*', 'octocat/*', 'octocat', 'octocat/a:environment:b', 'octocat@1/a'])(
    'refuses the repository %s',
    (repository) => {
      expect(() => pipelineOf('dev', repository)).toThrow('is not a repository')
    },
  )

  test("is in the stage's account and region, in a stack of its own", () => {
    const { account, region, stackName } = pipelineOf('prod').stack
    expect([account, region, stackName]).toEqual([ACCOUNT, 'ap-south-1', 'user-api-prod-pipeline'])
  })

  test('takes a repository without ids', () => {
    expect(() => pipelineOf('dev', 'octocat/user-api')).not.toThrow()
  })
})

describe('the role that plans', () => {
  test('reads settings, quotas and templates, and assumes no role', () => {
    const stack = (name: string, region: string) =>
      `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/user-api-${name}/*`
    const { allowed } = roleOf('prod', 'PlanRole')
    expect(Object.keys(allowed).sort()).toEqual([
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'lambda:GetAccountSettings',
      'servicequotas:GetAWSDefaultServiceQuota',
      'servicequotas:GetServiceQuota',
      'sns:GetSMSAttributes',
      'sns:GetSMSSandboxAccountStatus',
      'ssm:GetParameter',
    ])
    expect(allowed['cloudformation:GetTemplate']).toEqual([
      stack('prod-firewall', 'us-east-1'),
      stack('prod', 'ap-south-1'),
      stack('prod-outside', 'us-east-1'),
    ])
  })
})

describe('the role that deploys', () => {
  test('assumes only the bootstrap roles that deploy and publish files, in the stage’s regions', () => {
    const inRegion = (region: string) => [
      `${BOOTSTRAP}-deploy-role-${ACCOUNT}-${region}`,
      `${BOOTSTRAP}-file-publishing-role-${ACCOUNT}-${region}`,
    ]
    expect(roleOf('dev', 'DeployRole').allowed['sts:AssumeRole']).toEqual(inRegion('ap-south-1'))
    expect(roleOf('prod', 'DeployRole').allowed['sts:AssumeRole']).toEqual([
      ...inRegion('ap-south-1'),
      ...inRegion('us-east-1'),
    ])
  })

  test('reaches no data of prod, and of dev what the end-to-end tests use', () => {
    expect(Object.keys(roleOf('prod', 'DeployRole').allowed).sort()).toEqual([
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'sts:AssumeRole',
    ])
    const { allowed } = roleOf('dev', 'DeployRole')
    expect(Object.keys(allowed).sort()).toEqual([
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'dynamodb:GetItem',
      'dynamodb:Query',
      's3:ListBucket',
      'sqs:SendMessage',
      'sts:AssumeRole',
    ])
    expect(allowed['s3:ListBucket']).toEqual(['arn:aws:s3:::user-api-dev-picturesbucket*'])
  })
})

test.each(['dev', 'prod'])(
  'cdk-nag finds nothing in the pipeline of %s that is not accepted',
  (name) => {
    const { app } = pipelineOf(name)
    const { violations } = new AwsSolutionsChecks(app).validateScope(app)
    expect(violations).toEqual([])
  },
)
