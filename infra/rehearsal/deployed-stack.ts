import { join } from 'node:path'
import { readOutputs } from '../ops/read-outputs.ts'
import { Cdk, type ResourceEvent } from './cdk.ts'
import { type Credentials, checkVersion, type DeployedApi, register } from './check-version.ts'
import type { Emulator } from './emulator/start-emulator.ts'
import { type Leftover, listLeftovers } from './list-leftovers.ts'
import { runE2e } from './run-e2e.ts'
import { SERVICE_STACK, type StagesStacks, type Version } from './versions/synthesize-versions.ts'

/** A stage's stacks on the emulator: deployed with the CDK CLI, the service called over HTTP. */
export class DeployedStack {
  readonly #stacks: StagesStacks
  readonly #emulator: Emulator
  readonly #cdk: Cdk
  readonly #logs: string
  readonly outputsFile: string
  #person: Credentials | undefined

  constructor(stacks: StagesStacks, emulator: Emulator, logs: string) {
    this.#stacks = stacks
    this.#emulator = emulator
    this.#logs = logs
    this.outputsFile = join(logs, `outputs.${stacks.service.name}.json`)
    const { environment } = emulator
    this.#cdk = new Cdk({ environment, folder: logs, outputsFile: this.outputsFile })
  }

  /** Deploys a version, and checks that it is served and that data outlived the deployment. */
  async deploy(version: Version): Promise<ResourceEvent[]> {
    const events = await this.#cdk.deploy(version.assembly)
    await this.check(version)
    return events
  }

  /** Deploys a version that has to fail. @returns why it failed, in CloudFormation's words. */
  async failToDeploy(version: Version): Promise<string> {
    return await this.#cdk.failToDeploy(version.assembly)
  }

  /** @throws Error when another version is served, or data is lost. */
  async check(version: Version): Promise<void> {
    this.#person ??= await register(this.api)
    await checkVersion(this.api, version, this.#person)
  }

  /** Runs the e2e suite. @returns how many tests passed and were skipped. */
  async e2e(): Promise<string> {
    const { environment } = this.#emulator
    return await runE2e({ environment, outputsFile: this.outputsFile, folder: this.#logs })
  }

  async destroy(version: Version): Promise<ResourceEvent[]> {
    return await this.#cdk.destroy(version.assembly)
  }

  /** @throws Error when the stack does not refuse. @returns why it refused. */
  async failToDestroy(version: Version): Promise<string> {
    return await this.#cdk.failToDestroy(version.assembly, SERVICE_STACK)
  }

  /**
   * Checks of which services something is left of the service's stack, as ARNs name them, in order.
   * @throws Error when nothing of one of them is left, or something of another.
   */
  async requireLeft(...services: readonly string[]): Promise<Leftover[]> {
    const left = await listLeftovers(this.#emulator, this.#stacks.service)
    const found = [...new Set(left.map(({ service }) => service))].sort()
    if (found.join() === services.join()) return left
    const names = left.map(({ service, name }) => `${service} ${name}`)
    throw new Error(`Left should be ${services.join(', ') || 'nothing'}, not ${names.join(', ')}`)
  }

  /** @throws Error when something is left of the stage's other stacks. */
  async requireNoOthers(): Promise<void> {
    for (const stack of this.#stacks.others) {
      const left = await listLeftovers(this.#emulator, stack)
      const names = left.map(({ service, name }) => `${service} ${name}`)
      if (names.length > 0) throw new Error(`Of ${stack.name} is left: ${names.join(', ')}`)
    }
  }

  get api(): DeployedApi {
    const { ApiUrl = '' } = readOutputs(this.outputsFile)
    return { endpoint: this.#emulator.endpoint, apiUrl: ApiUrl }
  }
}
