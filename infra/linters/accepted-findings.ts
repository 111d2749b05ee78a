/** A linter's finding that this project accepts, with the reason. */
export interface Accepted {
  /** Id of the rule, e.g. `CKV_AWS_27`. */
  readonly rule: string
  /** Logical ids of the resources. @default all */
  readonly resources?: RegExp
  /** The stages in which it occurs. @default all */
  readonly stages?: readonly string[]
  readonly reason: string
}

/** The findings of cfn-lint and checkov that the templates of dev and prod keep. */
export const acceptedFindings: readonly Accepted[] = [
  {
    rule: 'W3005',
    reason:
      'The CDK adds a DependsOn where a Ref or GetAtt implies the same order: from functions to their roles, from aliases to their deployment groups, and from the budget to its topic. It changes nothing.',
  },
  {
    rule: 'CKV_AWS_158',
    reason: 'CloudWatch encrypts logs with its own keys. A KMS key would add cost and failures.',
  },
  {
    rule: 'CKV_AWS_173',
    reason:
      'Lambda encrypts environment variables with its own key. They hold resource names, settings of the stage, and the origin secret, which identifies CloudFront but no user.',
  },
  {
    rule: 'CKV_AWS_117',
    reason: 'The functions call public endpoints of AWS only: a VPC would add cold-start time.',
  },
  {
    rule: 'CKV_AWS_116',
    reason:
      'The rule wants a dead-letter queue on each function. Here the SQS queues and the stream’s event source mapping have one. API Gateway and the schedule get the error: no invocation is lost silently.',
  },
  {
    rule: 'CKV_AWS_115',
    reason:
      'Reserved concurrency is a stage value, set for the two routes of the phone OTP. Reserved for every function, it would leave a busy route too little of the account’s concurrency.',
  },
  {
    rule: 'CKV_AWS_27',
    reason:
      'SQS encrypts the queues with its own keys (SqsManagedSseEnabled). The rule knows KMS keys only.',
  },
  {
    rule: 'CKV_AWS_165',
    stages: ['dev'],
    reason: 'The data of dev is made up, so it has no point-in-time recovery.',
  },
  {
    rule: 'CKV_AWS_86',
    reason:
      'See AwsSolutions-CFR3 in infra/stack/nag: API Gateway logs the requests to the API, and pictures are public.',
  },
  {
    rule: 'CKV_AWS_68',
    stages: ['dev'],
    reason:
      'In dev, CloudFront serves only pictures of made-up users: read-only and cached. In prod it has a web ACL.',
  },
  {
    rule: 'CKV_AWS_174',
    reason:
      'Without a custom domain CloudFront’s own certificate decides the TLS version. With one, the CDK sets TLS 1.2 or newer.',
  },
  {
    rule: 'CKV_AWS_21',
    reason: 'Pictures must be gone once deleted: versions would keep them.',
  },
  {
    rule: 'CKV_AWS_18',
    reason:
      'See AwsSolutions-S1 in infra/stack/nag: pictures are public, and the functions that write them have logs and traces.',
  },
  {
    rule: 'CKV_AWS_149',
    stages: ['prod'],
    reason: 'Secrets Manager encrypts with its own key. Only the deployment reads the secret.',
  },
]

/** A finding with the stage in whose template it is. */
export interface StageFinding {
  readonly stage: string
  readonly rule: string
  readonly resource: string
  readonly message: string
}

/** Splits findings by the accepted list. `unused` are entries that match no finding: remove them. */
export function sortFindings(
  findings: readonly StageFinding[],
  accepted: readonly Accepted[] = acceptedFindings,
): { refused: StageFinding[]; unused: Accepted[] } {
  const isMatch = (one: Accepted, { stage, rule, resource }: StageFinding) =>
    one.rule === rule &&
    (one.resources?.test(resource) ?? true) &&
    (one.stages?.includes(stage) ?? true)
  return {
    refused: findings.filter((finding) => !accepted.some((one) => isMatch(one, finding))),
    unused: accepted.filter((one) => !findings.some((finding) => isMatch(one, finding))),
  }
}
