import { join, resolve } from 'node:path'
import { type Finished, runProgram } from './programs.ts'

const CLI = resolve(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk')
const FLAGS = ['--ci', '--no-notices']
// `user-api | 11/164 | 5:11:05 PM | CREATE_COMPLETE | AWS::IAM::Role | UserApi/… (LogicalId)`
const EVENT = /\| ([A-Z_]+)\s+\| (AWS::\w+::\w+)\s+\| .*?(?:\((\w+)\))?\s*$/gm

/** How the CDK CLI runs. */
export interface CdkOptions {
  readonly environment: NodeJS.ProcessEnv
  /** Where logs go. */
  readonly folder: string
  /** Where a deployment writes the stack's outputs. */
  readonly outputsFile?: string
}

/** What CloudFormation did with one resource. */
export interface ResourceEvent {
  readonly status: string
  readonly type: string
  readonly logicalId?: string
}

/** The real CDK CLI, pointed at the emulator. */
export class Cdk {
  readonly #options: CdkOptions

  constructor(options: CdkOptions) {
    this.#options = options
  }

  /**
   * @param places as in `123456789012/eu-west-1`.
   * @throws Error with the last lines of the CLI when it fails.
   */
  async bootstrap(places: readonly string[]): Promise<void> {
    const environments = places.map((place) => `aws://${place}`)
    const { output, code } = await this.#run('bootstrap', environments)
    if (code !== 0) throw new Error(lastLines(output))
  }

  /** Deploys all stacks of an assembly. @throws as `bootstrap`. */
  async deploy(assembly: string): Promise<ResourceEvent[]> {
    const { output, code } = await this.#deploy(assembly)
    if (code !== 0) throw new Error(lastLines(output))
    return toEvents(output)
  }

  /**
   * Deploys an assembly that has to fail.
   * @returns what failed, as CloudFormation says it.
   * @throws Error when it does not fail.
   */
  async failToDeploy(assembly: string): Promise<string> {
    const { output, code } = await this.#deploy(assembly)
    const reason = /_FAILED\s+\|.*?\) (.*)/.exec(output)?.[1]
    if (code === 0 || !reason) throw new Error(`It did not fail: ${lastLines(output)}`)
    return reason
  }

  /** Destroys all stacks of an assembly. @throws as `bootstrap`. */
  async destroy(assembly: string): Promise<ResourceEvent[]> {
    const { output, code } = await this.#run('destroy', ['--app', assembly, '--all', '--force'])
    // The CLI ends with 0 also when the stack is still there.
    if (code !== 0 || !output.includes(': destroyed')) throw new Error(lastLines(output))
    return toEvents(output)
  }

  /**
   * Destroys one stack that has to refuse it.
   * @returns why it refused, in CloudFormation's words.
   * @throws Error when it does not refuse.
   */
  async failToDestroy(assembly: string, stackId: string): Promise<string> {
    const exclusively = ['--exclusively', stackId]
    const { output } = await this.#run('destroy', ['--app', assembly, '--force', ...exclusively])
    const reason = /cannot be deleted while TerminationProtection is enabled/.exec(output)?.[0]
    if (!reason) throw new Error(`It did not refuse: ${lastLines(output)}`)
    return reason
  }

  async #deploy(assembly: string): Promise<Finished> {
    const flags = ['--all', '--strict', '--require-approval', 'never', '--progress', 'events']
    const { outputsFile } = this.#options
    const outputs = outputsFile === undefined ? [] : ['--outputs-file', outputsFile]
    return await this.#run('deploy', ['--app', assembly, ...flags, ...outputs])
  }

  async #run(command: string, args: readonly string[]): Promise<Finished> {
    const { environment, folder } = this.#options
    return await runProgram(process.execPath, [CLI, command, ...args, ...FLAGS], {
      env: environment,
      // Not the project's, whose cdk.json names another app.
      cwd: folder,
      logFile: join(folder, 'cdk.log'),
    })
  }
}

/** The events of resources in what the CLI wrote. */
export function toEvents(output: string): ResourceEvent[] {
  return [...output.matchAll(EVENT)].map(([, status = '', type = '', logicalId]) => {
    return { status, type, logicalId }
  })
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n')
}
