import { Stack, Token, Validations } from 'aws-cdk-lib'
import type { HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import type { Role } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { IConstruct } from 'constructs'
import type { Resource } from '../../../shared/config.ts'
import type { Uses } from '../../../shared/function-contract.ts'
import type { Authentication } from '../../../shared/http/define-route.ts'
import type { Edge } from '../../stages/stage.ts'

// Every finding of cdk-nag (security rules for CDK apps, here AwsSolutions) that this stack accepts, with the reason.

const FUNCTION_AUTHENTICATES =
  'The function authenticates: an authorizer would read the same item once more, and could not respond in the API’s envelope. test/shared/http/authentication.test.ts calls the routes without a session.'

const OPEN_ROUTE_REASONS: Readonly<Record<Authentication, string>> = {
  session: FUNCTION_AUTHENTICATES,
  handler: FUNCTION_AUTHENTICATES,
  none: 'Clients have no session yet, or ask for something public: registration, login, password recovery, unknown routes, the documentation. Logins are limited by e-mail address and IP address, recoveries by IP address and phone.',
}

/** Accepts a route without an authorizer of API Gateway. */
export function acceptOpenRoute(route: HttpRoute, authentication: Authentication): void {
  accept(route, 'AwsSolutions-APIG4', OPEN_ROUTE_REASONS[authentication])
}

/** Accepts a distribution without geo restrictions and logs, and without a firewall or domain if the stage has none. */
export function acceptDistribution(distribution: Distribution, edge: Edge | undefined): void {
  accept(
    distribution,
    'AwsSolutions-CFR1',
    'Users travel: there is no country from which the service must not be used.',
  )
  accept(
    distribution,
    'AwsSolutions-CFR3',
    'API Gateway logs each request to the API. Pictures are public to everybody who has their URL: a log of their viewers would serve no purpose, and would be a collection of IP addresses.',
  )
  if (!edge?.firewall) {
    accept(
      distribution,
      'AwsSolutions-CFR2',
      'The stage decides on a firewall; CloudFront accepts only web ACLs of us-east-1. Without one, the pictures are read-only and cached, and the API’s functions validate every input and have limits per IP address, account and phone.',
    )
  }
  if (!edge?.domain) {
    accept(
      distribution,
      'AwsSolutions-CFR4',
      'Without a custom domain CloudFront uses its own certificate, which allows no minimum TLS version. Viewers that support TLS 1.2 or 1.3 use it.',
    )
  }
}

/** Accepts the origin secret without automatic rotation. */
export function acceptOriginSecret(secret: Secret): void {
  accept(
    secret,
    'AwsSolutions-SMG4',
    'Functions and CloudFront get the secret by a deployment, so it is rotated by deployments: docs/operations.md.',
  )
}

/** Accepts the bucket of the pictures without access logs. */
export function acceptPicturesBucket(bucket: Bucket): void {
  accept(
    bucket,
    'AwsSolutions-S1',
    'Profile pictures are public to everybody who has their URL: a log of their viewers would serve no purpose, and would be a collection of IP addresses. Writes come from named functions, which have logs and traces.',
  )
}

/** Accepts that the failure queue of the table's stream has no dead-letter queue. */
export function acceptFailureQueue(queue: Queue): void {
  accept(
    queue,
    'AwsSolutions-SQS3',
    'The queue is itself the failure destination of the stream, which the rule cannot see. Only operators consume it.',
  )
}

/** Accepts AWS's managed policy in the role of CodeDeploy. */
export function acceptCodeDeployPolicy(role: Role, policyName: string): void {
  accept(
    role,
    `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policyName}]`,
    'AWS’s own policy for this one service: it may read alarms and move the aliases of functions.',
  )
}

/** Accepts the wildcard in the names of SNS's two log groups. */
export function acceptDeliveryLogs(role: Role): void {
  const { region, account } = Stack.of(role)
  // A stage without an account has a reference instead, which cdk-nag writes like this.
  const owner = Token.isUnresolved(account) ? '<AWS::AccountId>' : account
  accept(
    role,
    `AwsSolutions-IAM5[Resource::arn:aws:logs:${region}:${owner}:log-group:sns/${region}/${owner}/DirectPublishToPhoneNumber*]`,
    'SNS creates two log groups with this prefix, one for deliveries and one for failures, and names their log streams.',
  )
}

const WILDCARDS: Readonly<Record<string, { suffix: string; reason: string }>> = {
  index: {
    suffix: '/index/*',
    reason:
      'The indexes of one named table, and only Query. They contain only items of that table.',
  },
  objects: {
    suffix: '/*',
    reason:
      'The objects of one named bucket, and only the contract’s actions. Their keys are random, so there is no narrower pattern.',
  },
}

/** Accepts the wildcards in a function's policies. `resources` has the ARNs without wildcards. */
export function acceptWildcards(
  role: Role,
  uses: Uses,
  resources: Readonly<Record<Resource, { readonly arn: string }>>,
): void {
  accept(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'The two actions by which Lambda sends traces to X-Ray, which has no resource types.',
  )
  for (const used of Object.keys(uses)) {
    const [resource, part = ''] = used.split('/')
    const wildcard = WILDCARDS[part]
    if (!wildcard) continue
    const arn = Stack.of(role).resolve(resources[resource as Resource].arn)
    const target = arn['Fn::GetAtt'].join('.')
    accept(role, `AwsSolutions-IAM5[Resource::<${target}>${wildcard.suffix}]`, wildcard.reason)
  }
}

function accept(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason })
}
