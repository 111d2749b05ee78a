import { join, resolve } from 'node:path'
import { type Finished, runProgram } from '../../infra/programs/run-program.ts'

const CLI = resolve(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk')
const FLAGS = ['--ci', '--no-notices']
const WITHOUT_APPROVAL = ['--require-approval', 'never']
// `user-api | 11/164 | 5:11:05 PM | CREATE_COMPLETE | AWS::IAM::Role | UserApi/… (LogicalId)`
const EVENT = /\| ([A-Z_]+)\s+\| (AWS::\w+::\w+)\s+\| .*?(?:\((\w+)\))?\s*$/gm

/** Options of the CDK CLI. */
export interface CdkOptions {
  readonly environment: NodeJS.ProcessEnv
  /** The CLI's working directory, which also gets its log. */
  readonly folder: string
  /** The file to which a deployment writes the stack's outputs. */
  readonly outputsFile?: string
}

/** What CloudFormation did with one resource. */
export interface ResourceEvent {
  readonly status: string
  readonly type: string
  readonly logicalId?: string
}

/** Runs the CDK CLI against the emulator. */
export class Cdk {
  readonly #options: CdkOptions

  constructor(options: CdkOptions) {
    this.#options = options
  }

  /**
   * Prepares regions of accounts for deployments.
   * @param places account and region, as in `123456789012/eu-west-1`.
   * @throws Error with the CLI's last lines when the command fails.
   */
  async bootstrap(places: readonly string[]): Promise<void> {
    const environments = places.map((place) => `aws://${place}`)
    const { output, code } = await this.#run('bootstrap', environments)
    if (code !== 0) throw new Error(lastLines(output))
  }

  /** Deploys all stacks of an assembly. @throws Error with the CLI's last lines when the command fails. */
  async deploy(assembly: string): Promise<ResourceEvent[]> {
    const { output, code } = await this.#deploy(assembly)
    if (code !== 0) throw new Error(lastLines(output))
    return toEvents(output)
  }

  /**
   * Replaces the code of deployed functions in place, without CloudFormation (`cdk deploy --hotswap`).
   * @throws Error with the CLI's last lines when the command fails, or replaces nothing.
   */
  async hotswap(assembly: string): Promise<void> {
    const { output, code } = await this.#run('deploy', [
      '--app',
      assembly,
      '--hotswap',
      ...WITHOUT_APPROVAL,
    ])
    if (code !== 0 || !output.includes('hotswapped!')) throw new Error(lastLines(output))
  }

  /**
   * Deploys an assembly whose deployment must fail.
   * @returns the reason that CloudFormation gives.
   * @throws Error when the deployment succeeds, or fails without a reason.
   */
  async failToDeploy(assembly: string): Promise<string> {
    const { output, code } = await this.#deploy(assembly)
    const reason = /_FAILED\s+\|.*?\) (.*)/.exec(output)?.[1]
    if (code === 0 || !reason) throw new Error(`The deployment did not fail: ${lastLines(output)}`)
    return reason
  }

  /**
   * Deploys an assembly that CloudFormation must refuse by a rule, as an operator does who knows only `cdk deploy`.
   * @returns the reason that CloudFormation gives.
   * @throws Error when it gives none.
   */
  async failToDeployWithoutStrict(assembly: string): Promise<string> {
    const { output } = await this.#run('deploy', ['--app', assembly, ...WITHOUT_APPROVAL])
    const reason = /rule \w+ failed: (.*)/.exec(output)?.[1]
    if (!reason) throw new Error(`CloudFormation did not refuse: ${lastLines(output)}`)
    return reason
  }

  /** Compares an assembly with what is deployed, as .github/workflows does. @throws Error with the CLI's last lines. */
  async diff(assembly: string): Promise<string> {
    const { output, code } = await this.#run('diff', ['--app', assembly, '--method', 'template'])
    if (code !== 0) throw new Error(lastLines(output))
    return output
  }

  /** Destroys all stacks of an assembly. @throws Error with the CLI's last lines when the command fails. */
  async destroy(assembly: string): Promise<ResourceEvent[]> {
    const { output, code } = await this.#run('destroy', ['--app', assembly, '--all', '--force'])
    // The CLI exits with 0 even if the stack still exists.
    if (code !== 0 || !output.includes(': destroyed')) throw new Error(lastLines(output))
    return toEvents(output)
  }

  /**
   * Tries to destroy all stacks of an assembly, whose protection must refuse the deletion.
   * @returns the reason that CloudFormation gives.
   * @throws Error when CloudFormation deletes one of them.
   */
  async failToDestroy(assembly: string): Promise<string> {
    const { output } = await this.#run('destroy', ['--app', assembly, '--all', '--force'])
    const reason = /cannot be deleted while TerminationProtection is enabled/.exec(output)?.[0]
    if (!reason || output.includes(': destroyed'))
      throw new Error(`CloudFormation did not refuse: ${lastLines(output)}`)
    return reason
  }

  async #deploy(assembly: string): Promise<Finished> {
    const flags = ['--all', '--strict', ...WITHOUT_APPROVAL, '--progress', 'events']
    const { outputsFile } = this.#options
    const outputs = outputsFile === undefined ? [] : ['--outputs-file', outputsFile]
    return await this.#run('deploy', ['--app', assembly, ...flags, ...outputs])
  }

  async #run(command: string, args: readonly string[]): Promise<Finished> {
    const { environment, folder } = this.#options
    return await runProgram(process.execPath, [CLI, command, ...args, ...FLAGS], {
      env: environment,
      // Not the project's folder, because its cdk.json names another app.
      cwd: folder,
      logFile: join(folder, 'cdk.log'),
    })
  }
}

/** Parses the resource events in the CLI's output. */
export function toEvents(output: string): ResourceEvent[] {
  return [...output.matchAll(EVENT)].map(([, status = '', type = '', logicalId]) => {
    return { status, type, logicalId }
  })
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n')
}
