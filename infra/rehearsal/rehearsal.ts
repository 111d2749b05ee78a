import { join } from 'node:path'
import { readOutputs } from '../ops/read-outputs.ts'
import { stageNamed } from '../stages/stages.ts'
import { Cdk, type ResourceEvent } from './cdk.ts'
import { type Credentials, checkVersion, type DeployedApi, register } from './check-version.ts'
import type { Python } from './emulator/find-python.ts'
import { installEmulator } from './emulator/install-emulator.ts'
import { ACCOUNT, type Emulator, startEmulator } from './emulator/start-emulator.ts'
import { listLeftovers } from './list-leftovers.ts'
import { countOf, type ResourceRow, toResourceTable } from './resource-table.ts'
import { runE2e } from './run-e2e.ts'
import type { Step } from './run-steps.ts'
import { synthesizeVersions, type Version, type Versions } from './versions/synthesize-versions.ts'

/** The folders of a rehearsal. */
export interface RehearsalFolders {
  /** What later rehearsals use too. */
  readonly home: string
  /** What is removed at the end. */
  readonly folder: string
  readonly logs: string
}

const stage = stageNamed('rehearsal')
const STACK = `user-api-${stage.name}`

/** The steps of a rehearsal, and what they found. Each step uses what those before it have made. */
export class Rehearsal {
  readonly #folders: RehearsalFolders
  readonly #host: Python
  #python = ''
  #versions: Versions | undefined
  #emulator: Emulator | undefined
  #created: readonly ResourceEvent[] = []
  #person: Credentials | undefined

  constructor(host: Python, folders: RehearsalFolders) {
    this.#host = host
    this.#folders = folders
  }

  steps({ keep }: { keep: boolean }): Step[] {
    const upToRollback: Step[] = [
      { name: 'install the emulator', limitSeconds: 300, run: () => this.#install() },
      { name: 'synthesize three versions', limitSeconds: 180, run: () => this.#synthesize() },
      { name: 'start the emulator', limitSeconds: 60, run: () => this.#start() },
      { name: 'bootstrap', limitSeconds: 120, run: () => this.#bootstrap() },
      { name: 'first deployment fails', limitSeconds: 180, run: () => this.#failFirst() },
      { name: 'deploy', limitSeconds: 180, run: () => this.#deploy() },
      { name: 'e2e', limitSeconds: 240, run: () => this.#e2e() },
      { name: 'update fails and goes back', limitSeconds: 180, run: () => this.#failUpdate() },
      { name: 'deploy a changed version', limitSeconds: 180, run: () => this.#change() },
      { name: 'e2e of the changed version', limitSeconds: 240, run: () => this.#e2e() },
      { name: 'deploy the version before', limitSeconds: 180, run: () => this.#goBack() },
    ]
    if (keep) return upToRollback
    return [
      ...upToRollback,
      { name: 'destroy', limitSeconds: 180, run: () => this.#destroy() },
      { name: 'list what is left', limitSeconds: 30, run: () => this.#listLeftovers() },
    ]
  }

  /** What the first version's deployment created, by type. */
  get resources(): ResourceRow[] {
    return toResourceTable(this.#created, this.#versions?.stubs ?? [])
  }

  /** How the emulator that was left running is reached. */
  get howToUse(): string {
    const { AWS_ENDPOINT_URL, AWS_REGION } = this.#deployed.emulator.environment
    const { outputsFile, assembly } = { ...this.#cdk, ...this.#deployed.versions.first }
    const { host } = new URL(this.#api.apiUrl)
    return `It runs until Ctrl-C. In another shell:
  export AWS_ENDPOINT_URL=${AWS_ENDPOINT_URL} AWS_REGION=${AWS_REGION} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  npx cdk diff --app ${assembly}
  aws cloudformation describe-stack-resources --stack-name ${STACK}
  npm run reports -- --outputs ${outputsFile}
  curl ${AWS_ENDPOINT_URL}/auth/me -H 'x-rehearsal-host: ${host}'`
  }

  async #install(): Promise<string> {
    const { home, logs } = this.#folders
    const { python, version } = await installEmulator(this.#host, {
      folder: home,
      logFile: join(logs, 'install.log'),
    })
    this.#python = python
    return version
  }

  async #synthesize(): Promise<string> {
    this.#versions = await synthesizeVersions(join(this.#folders.folder, 'versions'))
    return `${this.#versions.stubs.length} resources stubbed`
  }

  async #start(): Promise<string> {
    const { folder, logs } = this.#folders
    const options = { python: this.#python, region: stage.region, folder, logs }
    this.#emulator = await startEmulator(options)
    return this.#emulator.endpoint
  }

  async #bootstrap(): Promise<undefined> {
    await this.#cdk.bootstrap(`aws://${ACCOUNT}/${stage.region}`)
  }

  async #failFirst(): Promise<string> {
    return await this.#cdk.failToDeploy(this.#deployed.versions.broken.assembly)
  }

  async #deploy(): Promise<string> {
    const { first } = this.#deployed.versions
    this.#created = await this.#cdk.deploy(first.assembly)
    this.#person = await register(this.#api)
    await this.#check(first)
    return `${countOf(this.#created, 'CREATE_COMPLETE')} resources created`
  }

  async #e2e(): Promise<string> {
    const { environment } = this.#deployed.emulator
    const { outputsFile } = this.#cdk
    return await runE2e({ environment, outputsFile, folder: this.#folders.logs })
  }

  async #failUpdate(): Promise<string> {
    const { first, broken } = this.#deployed.versions
    const reason = await this.#cdk.failToDeploy(broken.assembly)
    await this.#check(first)
    return reason
  }

  async #change(): Promise<undefined> {
    const { changed } = this.#deployed.versions
    await this.#cdk.deploy(changed.assembly)
    await this.#check(changed)
  }

  async #goBack(): Promise<undefined> {
    const { first } = this.#deployed.versions
    await this.#cdk.deploy(first.assembly)
    await this.#check(first)
  }

  async #destroy(): Promise<string> {
    const deleted = await this.#cdk.destroy(this.#deployed.versions.first.assembly)
    return `${countOf(deleted, 'DELETE_COMPLETE')} resources deleted`
  }

  async #listLeftovers(): Promise<string> {
    const left = await listLeftovers(this.#deployed.emulator.endpoint, stage.region, STACK)
    const stays = left.filter(({ goesByItself }) => !goesByItself)
    if (stays.length > 0) throw new Error(`Left: ${stays.map(({ arn }) => arn).join(', ')}`)
    return left.length === 0 ? 'nothing' : `only keys that AWS deletes later: ${left.length}`
  }

  async #check(version: Version): Promise<void> {
    if (!this.#person) throw new Error('Nobody has registered')
    await checkVersion(this.#api, version, this.#person)
  }

  get #deployed(): { versions: Versions; emulator: Emulator } {
    if (!this.#versions || !this.#emulator) throw new Error('Nothing is deployed')
    return { versions: this.#versions, emulator: this.#emulator }
  }

  get #cdk(): Cdk {
    const { environment } = this.#deployed.emulator
    return new Cdk({ environment, folder: this.#folders.logs })
  }

  get #api(): DeployedApi {
    const { ApiUrl = '' } = readOutputs(this.#cdk.outputsFile)
    return { endpoint: this.#deployed.emulator.endpoint, apiUrl: ApiUrl }
  }
}
