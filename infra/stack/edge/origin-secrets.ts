import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { acceptOriginSecret } from '../nag/accepted-findings.ts'

/**
 * The secrets that prove to functions that a request came through CloudFront. Secrets Manager generates
 * them. The template only has references, which CloudFormation resolves.
 */
export class OriginSecrets extends Construct {
  /** The secret that CloudFront sends. */
  readonly sent: string
  /** The secrets that functions accept, comma-separated. */
  readonly accepted: string

  /** @param versions One secret each. CloudFront sends the first, functions accept all. */
  constructor(scope: Construct, id: string, versions: readonly number[]) {
    super(scope, id)
    const values = versions.map((version) => this.#create(version))
    this.sent = values[0] ?? ''
    this.accepted = values.join(',')
  }

  #create(version: number): string {
    const secret = new Secret(this, `Version${version}`, {
      description: 'Secret that CloudFront sends to the functions of the User API',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    })
    acceptOriginSecret(secret)
    refuseChanges(secret)
    // CloudFront's header and a function's environment need the value: neither can hold a reference to a secret.
    return secret.secretValue.unsafeUnwrap()
  }
}

/** The roles with which CloudFormation deploys, as `cdk bootstrap` names them, with any qualifier. */
const DEPLOYING_ROLES = 'arn:*:iam::*:role/cdk-*-cfn-exec-role-*'

/**
 * Denies changes of the secret by hand. CloudFormation reads a secret only for resources that it updates. After
 * a change, the next deployment could give the new value to some functions, but not to CloudFront. CloudFormation
 * itself calls UpdateSecret, e.g. for a new tag of the app.
 */
function refuseChanges(secret: Secret): void {
  secret.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [
        'secretsmanager:PutSecretValue',
        'secretsmanager:RotateSecret',
        'secretsmanager:UpdateSecret',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      resources: ['*'],
      conditions: { ArnNotLike: { 'aws:PrincipalArn': DEPLOYING_ROLES } },
    }),
  )
}
