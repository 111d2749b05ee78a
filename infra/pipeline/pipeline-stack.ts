import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import { PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { stackNameOf } from '../stages/stages.ts'
import { UsageError } from '../stages/usage-error.ts'
import { deployGrants, type Grant, type PlacedStage, planGrants } from './permissions.ts'

/** Properties of the stack. */
export interface PipelineStackProps extends StackProps {
  readonly stage: PlacedStage
  /** As GitHub writes it into tokens: `owner/name`, or `owner@1234/name@5678`. */
  readonly repository: string
}

const ISSUER = 'token.actions.githubusercontent.com'
const REPOSITORY = /^[\w.-]+\/[\w.-]+$|^[\w.-]+@\d+\/[\w.-]+@\d+$/

/**
 * The roles of .github/workflows/deploy.yml for one stage. GitHub proves with a token (OIDC) which
 * repository and which environment a job runs in, so there is no access key:
 * https://docs.github.com/en/actions/reference/security/oidc.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { stage, repository, ...props }: PipelineStackProps) {
    super(scope, id, {
      ...props,
      stackName: `${stackNameOf(stage)}-pipeline`,
      env: { account: stage.account, region: stage.region },
      description: `Roles with which GitHub deploys the stage ${stage.name} of the User API`,
    })
    if (!REPOSITORY.test(repository)) {
      throw new UsageError(
        `"${repository}" is not a repository of GitHub. Write owner/name or owner@1234/name@5678`,
      )
    }
    const trust = { account: stage.account, repository }
    const plan = this.#addRole('PlanRole', { ...trust, environment: `${stage.name}-plan` })
    allow(plan, planGrants(stage))
    const deploy = this.#addRole('DeployRole', { ...trust, environment: stage.name })
    allow(deploy, deployGrants(stage))
    new CfnOutput(this, 'PlanRoleArn', { value: plan.roleArn })
    new CfnOutput(this, 'DeployRoleArn', { value: deploy.roleArn })
  }

  /** Adds a role for the jobs of one environment of the repository. */
  #addRole(id: string, of: { account: string; repository: string; environment: string }): Role {
    const provider = `arn:aws:iam::${of.account}:oidc-provider/${ISSUER}`
    return new Role(this, id, {
      description: `Environment ${of.environment} of ${of.repository} on GitHub`,
      assumedBy: new WebIdentityPrincipal(provider, {
        StringEquals: {
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          [`${ISSUER}:sub`]: `repo:${of.repository}:environment:${of.environment}`,
        },
      }),
    })
  }
}

/** Grants, and accepts cdk-nag's finding on each wildcard with its reason. */
function allow(role: Role, grants: readonly Grant[]): void {
  for (const { actions, resources, wildcard } of grants) {
    role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }))
    if (wildcard === undefined) continue
    for (const resource of resources) {
      const id = `AwsSolutions-IAM5[Resource::${resource}]`
      Validations.of(role).acknowledge({ id, reason: wildcard })
    }
  }
}
