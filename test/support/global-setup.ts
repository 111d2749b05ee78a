import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type LocalUserApi, startUserApi } from '../../infra/start/start-user-api.ts'

/** What the tests are told of the stack that runs for all of them. */
export interface ProvidedStack {
  apiUrl: string
  awsEndpointUrl: string
  usersTableName: string
  otpsTableName: string
  mcqStatsTableName: string
  reportsTableName: string
  picturesBucketName: string
  /** Without a slash at its end. */
  picturesUrl: string
  mcqAttemptsQueueUrl: string
  failedMcqAttemptsQueueUrl: string
  /** What the template gives the functions, all of it together. */
  environment: Record<string, string>
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: ProvidedStack
  }
}

let stack: LocalUserApi | undefined
let folder: string | undefined

/** Starts one local stack for the whole run, on free ports, with its tables in memory. */
export async function setup(project: TestProject): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  stack = await startUserApi({ port: 0, folder })
  const { outputs } = stack
  project.provide('stack', {
    apiUrl: output(outputs, 'ApiUrl'),
    awsEndpointUrl: output(outputs, 'AwsEndpointUrl'),
    usersTableName: output(outputs, 'UsersTableName'),
    otpsTableName: output(outputs, 'OtpsTableName'),
    mcqStatsTableName: output(outputs, 'McqDailyStatsTableName'),
    reportsTableName: output(outputs, 'ReportsTableName'),
    picturesBucketName: output(outputs, 'PicturesBucketName'),
    picturesUrl: output(outputs, 'PicturesUrl'),
    mcqAttemptsQueueUrl: output(outputs, 'McqAttemptsQueueUrl'),
    failedMcqAttemptsQueueUrl: output(outputs, 'FailedMcqAttemptsQueueUrl'),
    environment: Object.assign({}, ...stack.functions.map(({ environment }) => environment)),
  })
}

export async function teardown(): Promise<void> {
  await stack?.stop()
  if (folder) await rm(folder, { recursive: true })
}

function output(outputs: LocalUserApi['outputs'], name: string): string {
  const value = outputs[name]
  if (!value) throw new Error(`The stack has no output ${name}`)
  return value
}
