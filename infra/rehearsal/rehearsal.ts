import { join } from 'node:path'
import { EDGE_REGION } from '../stages/edge-region.ts'
import { stageNamed } from '../stages/stages.ts'
import { Cdk } from './cdk.ts'
import { DeployedStack } from './deployed-stack.ts'
import type { Python } from './emulator/find-python.ts'
import { installEmulator } from './emulator/install-emulator.ts'
import { ACCOUNT, type Emulator, startEmulator } from './emulator/start-emulator.ts'
import { synthesizeVersions, type Versions } from './versions/synthesize-versions.ts'

/** The folders of a rehearsal. */
export interface RehearsalFolders {
  /** Kept for later rehearsals. */
  readonly home: string
  /** Removed at the end. */
  readonly folder: string
  readonly logs: string
}

const { region } = stageNamed('rehearsal')

/** The emulator, the versions and the two stacks, once the steps of the setup have made them. */
export class Rehearsal {
  readonly #host: Python
  readonly #folders: RehearsalFolders
  #python = ''
  #emulator: Emulator | undefined
  #versions: Versions | undefined
  #dev: DeployedStack | undefined
  #prod: DeployedStack | undefined

  constructor(host: Python, folders: RehearsalFolders) {
    this.#host = host
    this.#folders = folders
  }

  /** @returns the emulator's name and version. */
  async install(): Promise<string> {
    const { home, logs } = this.#folders
    const options = { folder: home, logFile: join(logs, 'install.log') }
    const { python, version } = await installEmulator(this.#host, options)
    this.#python = python
    return version
  }

  /** @returns the emulator's endpoint. */
  async start(): Promise<string> {
    const { folder, logs } = this.#folders
    this.#emulator = await startEmulator({ python: this.#python, region, folder, logs })
    return this.#emulator.endpoint
  }

  /** @returns how many versions there are. */
  async synthesize(): Promise<string> {
    const { port } = new URL(this.emulator.endpoint)
    const folder = join(this.#folders.folder, 'versions')
    this.#versions = await synthesizeVersions({ folder, frontPort: Number(port) })
    return `${Object.keys(this.#versions).length} versions`
  }

  /** Prepares the account for deployments of the CDK. */
  async bootstrap(): Promise<undefined> {
    const { environment } = this.emulator
    const places = [region, EDGE_REGION].map((one) => `${ACCOUNT}/${one}`)
    await new Cdk({ environment, folder: this.#folders.logs }).bootstrap(places)
  }

  get emulator(): Emulator {
    return made(this.#emulator)
  }

  get versions(): Versions {
    return made(this.#versions)
  }

  /** The stack with the settings of `dev`. */
  get dev(): DeployedStack {
    this.#dev ??= this.#stackOf('first')
    return this.#dev
  }

  /** The stack with the settings of `prod`. */
  get prod(): DeployedStack {
    this.#prod ??= this.#stackOf('prod')
    return this.#prod
  }

  #stackOf(version: keyof Versions): DeployedStack {
    return new DeployedStack(this.versions[version].stacks, this.emulator, this.#folders.logs)
  }
}

function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A step of the setup did not run')
  return value
}
