import { join } from 'node:path'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { App } from 'aws-cdk-lib'
import { PipelineStack } from '../../infra/pipeline/pipeline-stack.ts'
import type { Stage } from '../../infra/stages/stage.ts'
import { Cdk } from './cdk.ts'
import { ACCOUNT, type Emulator } from './emulator/start-emulator.ts'

const REPOSITORY = 'octocat@1234/user-api@5678'

/** An output of the pipeline's stack: the ARN of a role. */
type RoleOutput = 'PlanRoleArn' | 'DeployRoleArn'

/** The roles that GitHub assumes to deploy a stage. The emulator checks whom they trust and what they permit. */
export class PipelineRoles {
  readonly #emulator: Emulator
  readonly #arns: Readonly<Record<RoleOutput, string>>

  private constructor(emulator: Emulator, arns: Readonly<Record<RoleOutput, string>>) {
    this.#emulator = emulator
    this.#arns = arns
  }

  /** Deploys the stack of the roles. */
  static async deploy(
    emulator: Emulator,
    stage: Stage,
    { folder, logs }: { readonly folder: string; readonly logs: string },
  ): Promise<PipelineRoles> {
    const assembly = join(folder, 'pipeline')
    const app = new App({ outdir: assembly })
    const { stackName } = new PipelineStack(app, 'Pipeline', {
      stage: { ...stage, account: ACCOUNT },
      repository: REPOSITORY,
    })
    app.synth()
    await new Cdk({ environment: emulator.environment, folder: logs }).deploy(assembly)
    const cloudFormation = new CloudFormationClient(clientOptions(emulator))
    const { Stacks } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: stackName }),
    )
    const outputs = Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [
      OutputKey,
      OutputValue,
    ])
    return new PipelineRoles(emulator, Object.fromEntries(outputs ?? []))
  }

  /**
   * Exchanges the token that a job in an environment on GitHub has for the credentials of a role.
   * @returns the environment variables of a program that uses these credentials.
   * @throws Error when the role does not trust the token.
   */
  async assume(role: RoleOutput, gitHubEnvironment: string): Promise<NodeJS.ProcessEnv> {
    const token = toToken({
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sts.amazonaws.com',
      sub: `repo:${REPOSITORY}:environment:${gitHubEnvironment}`,
    })
    const { Credentials } = await new STSClient(clientOptions(this.#emulator)).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: this.#arns[role],
        RoleSessionName: 'GitHubActions',
        WebIdentityToken: token,
      }),
    )
    return {
      ...this.#emulator.environment,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials?.SessionToken,
    }
  }
}

/** A token without a signature, which the emulator does not check. */
function toToken(claims: Readonly<Record<string, string>>): string {
  const parts = [{ alg: 'none' }, claims].map((part) => JSON.stringify(part))
  return [...parts, ''].map((part) => Buffer.from(part).toString('base64url')).join('.')
}

function clientOptions({ endpoint, region }: Emulator) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return { endpoint, region, credentials }
}
