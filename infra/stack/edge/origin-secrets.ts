import { Validations } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'

/**
 * The secrets by which functions know that a request came through CloudFront. Secrets Manager makes
 * them; in the template are references, which CloudFormation resolves.
 */
export class OriginSecrets extends Construct {
  /** What CloudFront sends. */
  readonly sent: string
  /** What functions take, joined by commas. */
  readonly accepted: string

  /** @param versions the first is sent, all are taken; each is a secret of its own. */
  constructor(scope: Construct, id: string, versions: readonly number[]) {
    super(scope, id)
    const values = versions.map((version) => this.#make(version))
    this.sent = values[0] ?? ''
    this.accepted = values.join(',')
  }

  #make(version: number): string {
    const secret = new Secret(this, `Version${version}`, {
      description: 'What CloudFront tells the functions of the User API',
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    })
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Functions and CloudFront learn of a secret by a deployment, so it is rotated by deployments: docs/operations.md.',
    })
    // Into a header and an environment, where nothing but its value is of use.
    return secret.secretValue.unsafeUnwrap()
  }
}
