import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Python } from '../../infra/programs/find-python.ts'
import { EDGE_REGION } from '../../infra/stages/edge-region.ts'
import { Cdk } from './cdk.ts'
import { DeployedStack } from './deployed-stack.ts'
import { installEmulator } from './emulator/install-emulator.ts'
import { ACCOUNT, type Emulator, startEmulator } from './emulator/start-emulator.ts'
import { type FollowedOperations, followOperations } from './operations/follow-operations.ts'
import { PipelineRoles } from './pipeline-roles.ts'
import { runRemedies } from './runbook/run-remedies.ts'
import { rehearsedDev } from './versions/rehearsed-dev.ts'
import { synthesizeVersions, type Versions } from './versions/synthesize-versions.ts'

/** The folders of a rehearsal. */
export interface RehearsalFolders {
  /** Has the installed emulator. Kept for later rehearsals. */
  readonly home: string
  /** Removed at the end. */
  readonly folder: string
  readonly logs: string
}

const { region } = rehearsedDev

/** Has the emulator, the versions and the stacks of dev and prod. The steps of steps.ts call its methods. */
export class Rehearsal {
  readonly #hostPython: Python
  readonly #folders: RehearsalFolders
  #emulatorPython = ''
  #emulator: Emulator | undefined
  #versions: Versions | undefined
  #dev: DeployedStack | undefined
  #prod: DeployedStack | undefined

  constructor(hostPython: Python, folders: RehearsalFolders) {
    this.#hostPython = hostPython
    this.#folders = folders
  }

  /** Installs the emulator. @returns its name and version. */
  async install(): Promise<string> {
    const { python, version } = await installEmulator(this.#hostPython, this.#folders)
    this.#emulatorPython = python
    return version
  }

  /** Starts the emulator. @returns its URL. */
  async start(): Promise<string> {
    const { folder, logs } = this.#folders
    const python = this.#emulatorPython
    this.#emulator = await startEmulator({ python, region, folder, logs })
    return this.#emulator.endpoint
  }

  /** Synthesizes all versions. @returns how many there are. */
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

  /**
   * Deploys the changed version of `dev` with the roles that GitHub has.
   * @throws Error also when a role may do more than its part.
   */
  async deployByPipeline(): Promise<undefined> {
    const { folder, logs } = this.#folders
    const roles = await PipelineRoles.deploy(this.emulator, rehearsedDev, { folder, logs })
    const { name } = rehearsedDev
    const plan = await roles.assume('PlanRoleArn', `${name}-plan`)
    const { changed } = this.versions
    const diff = await this.dev.diff(changed, plan)
    if (!diff.includes('UsersPointsGet')) throw new Error('The diff does not show the new route')
    await requireRefusal(
      'to plan with the token of a deployment',
      roles.assume('PlanRoleArn', name),
    )
    await requireRefusal(
      'to deploy with the token of a plan',
      roles.assume('DeployRoleArn', `${name}-plan`),
    )
    await requireRefusal('to deploy with the role of a plan', this.dev.deploy(changed, plan))
    await this.dev.deploy(changed, await roles.assume('DeployRoleArn', name))
  }

  /** Deploys `prod` by the commands of docs/operations.md, and checks what is served. */
  async followOperations(): Promise<FollowedOperations> {
    const { folder, logs } = this.#folders
    const { environment } = this.emulator
    const done = await followOperations({ environment, folder: join(folder, 'project'), logs })
    await copyFile(done.outputsFile, this.prod.outputsFile)
    await this.prod.check(this.versions.prod)
    return done
  }

  /** Runs the remedies of docs/runbook.md against `prod`. @returns how many there are. */
  async runRemedies(): Promise<string> {
    const { home, logs } = this.#folders
    return await runRemedies({ emulator: this.emulator, python: this.#hostPython, home, logs })
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

/** Returns what a step of the setup has made. @throws Error when that step did not run. */
function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A step of the setup did not run')
  return value
}

async function requireRefusal(what: string, tried: Promise<unknown>): Promise<void> {
  const outcome = await tried.then(
    () => 'allowed',
    (error: Error) => error.message,
  )
  if (!/denied|not authorized|don'?t have access/i.test(outcome)) {
    throw new Error(`It was not refused ${what}: ${outcome}`)
  }
}
