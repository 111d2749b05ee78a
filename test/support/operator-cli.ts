import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programEnvironment } from './program-environment.ts'
import { type CommandOptions, type Finished, runCommand } from './run-command.ts'
import { stack } from './stack.ts'

export const CLI = fileURLToPath(new URL('../../infra/ops/cli.ts', import.meta.url))

/** The outputs that the operators' commands read, as `npm start` writes them. */
export const localOutputs = {
  ApiUrl: stack.apiUrl,
  AwsEndpointUrl: stack.awsEndpointUrl,
  UsersTableName: stack.usersTableName,
  OtpsTableName: stack.otpsTableName,
  McqDailyStatsTableName: stack.mcqStatsTableName,
  ReportsTableName: stack.reportsTableName,
  PicturesBucketName: stack.picturesBucketName,
  PicturesUrl: stack.picturesUrl,
}

/** An operator's machine: a folder with outputs.json, in which the local audit log is written. */
export class OperatorMachine {
  readonly folder: string
  readonly env: Record<string, string>
  /** Loads what runs the commands; the CLI when undefined. */
  load: CommandOptions['load']

  /** @param env variables beside those of programs and LOCAL_FOLDER. */
  static async create(
    outputs: object = localOutputs,
    stackName = 'user-api-local',
    env: Record<string, string> = {},
  ): Promise<OperatorMachine> {
    const folder = await mkdtemp(join(tmpdir(), 'user api-'))
    await writeFile(join(folder, 'outputs.json'), JSON.stringify({ [stackName]: outputs }))
    return new OperatorMachine(folder, env)
  }

  private constructor(folder: string, env: Record<string, string>) {
    this.folder = folder
    this.env = { ...programEnvironment, LOCAL_FOLDER: folder, HOME: folder, ...env }
  }

  /** Runs a command without a terminal, e.g. `user <id> --delete`. */
  async run(...args: string[]): Promise<Finished> {
    const all = [...args, '--outputs', join(this.folder, 'outputs.json')]
    const load = this.load && { load: this.load }
    return await runCommand(all, { env: this.env, cwd: this.folder, ...load })
  }

  /** The records of the local audit log, oldest first. */
  async audit(): Promise<Record<string, unknown>[]> {
    const text = await readFile(join(this.folder, 'audit.log'), 'utf8').catch(() => '')
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  }
}
