import { join } from 'node:path'
import { readOutputs } from '../../infra/ops/read-outputs.ts'
import { Cdk, type ResourceEvent } from './cdk.ts'
import { type Credentials, checkVersion, type DeployedApi, register } from './check-version.ts'
import type { Emulator } from './emulator/start-emulator.ts'
import { type Leftover, listLeftovers } from './list-leftovers.ts'
import { runE2e } from './run-e2e.ts'
import type { StackPlaces, Version } from './versions/synthesize-versions.ts'

/** The stacks of one stage on the emulator. The CDK CLI deploys them; the checks call the service over HTTP. */
export class DeployedStack {
  readonly #stacks: StackPlaces
  readonly #emulator: Emulator
  readonly #cdk: Cdk
  readonly #logs: string
  readonly outputsFile: string
  /** An account that the first check registers and later checks log in to. */
  #account: Credentials | undefined

  constructor(stacks: StackPlaces, emulator: Emulator, logs: string) {
    this.#stacks = stacks
    this.#emulator = emulator
    this.#logs = logs
    this.outputsFile = join(logs, `outputs.${stacks.service.name}.json`)
    this.#cdk = this.#cdkAs(emulator.environment)
  }

  /**
   * Deploys a version, and checks that the API serves it and that earlier accounts still work.
   * @param environment has other credentials than those of the emulator.
   */
  async deploy(version: Version, environment?: NodeJS.ProcessEnv): Promise<ResourceEvent[]> {
    const cdk = environment ? this.#cdkAs(environment) : this.#cdk
    const events = await cdk.deploy(version.assembly)
    await this.check(version)
    return events
  }

  /** Deploys a version whose deployment must fail. @returns the reason that CloudFormation gives. */
  async failToDeploy(version: Version): Promise<string> {
    return await this.#cdk.failToDeploy(version.assembly)
  }

  /** Deploys a version that CloudFormation must refuse before it creates anything. @returns the reason. */
  async failToDeployWithoutStrict(version: Version): Promise<string> {
    return await this.#cdk.failToDeployWithoutStrict(version.assembly)
  }

  /** Checks the API. @throws Error when it serves another version, or an earlier account does not work. */
  async check(version: Version): Promise<void> {
    this.#account ??= await register(this.api)
    await checkVersion(this.api, version, this.#account)
  }

  /** Compares a version with what is deployed. @param environment credentials other than those of the emulator. */
  async diff(version: Version, environment: NodeJS.ProcessEnv): Promise<string> {
    return await this.#cdkAs(environment).diff(version.assembly)
  }

  /** Runs the e2e suite. @returns how many tests passed and were skipped. */
  async e2e(): Promise<string> {
    const { environment } = this.#emulator
    return await runE2e({ environment, outputsFile: this.outputsFile, folder: this.#logs })
  }

  async destroy(version: Version): Promise<ResourceEvent[]> {
    return await this.#cdk.destroy(version.assembly)
  }

  /** Tries to destroy protected stacks. @returns the reason of the refusal. @throws Error when one is destroyed. */
  async failToDestroy(version: Version): Promise<string> {
    return await this.#cdk.failToDestroy(version.assembly)
  }

  /**
   * Checks which resources are left of the destroyed stack: exactly those of these AWS services.
   * @param services as in ARNs, e.g. `dynamodb`, in alphabetical order.
   * @throws Error when another AWS service has resources left, or one of these has none.
   */
  async requireLeft(...services: readonly string[]): Promise<Leftover[]> {
    const left = await listLeftovers(this.#emulator, this.#stacks.service)
    const found = [...new Set(left.map(({ service }) => service))].sort()
    if (found.join() === services.join()) return left
    const names = left.map(({ service, name }) => `${service} ${name}`)
    const expected = services.join(', ') || 'nothing'
    throw new Error(`The stack should leave ${expected}, but left ${names.join(', ') || 'nothing'}`)
  }

  /** Checks the stage's other stacks. @throws Error when a resource of one is left. */
  async requireNoOthers(): Promise<void> {
    for (const stack of this.#stacks.others) {
      const left = await listLeftovers(this.#emulator, stack)
      const names = left.map(({ service, name }) => `${service} ${name}`)
      if (names.length > 0) throw new Error(`${stack.name} left ${names.join(', ')}`)
    }
  }

  #cdkAs(environment: NodeJS.ProcessEnv): Cdk {
    return new Cdk({ environment, folder: this.#logs, outputsFile: this.outputsFile })
  }

  get api(): DeployedApi {
    const { ApiUrl = '' } = readOutputs(this.outputsFile)
    return { endpoint: this.#emulator.endpoint, apiUrl: ApiUrl }
  }
}
