import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { resourceVariables } from '../../shared/config.ts'
import { OUTPUTS_FILE } from '../local/local-folder.ts'

/** A stack's outputs by name, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Readonly<Record<string, string>>

const OUTPUT_NAMES = {
  usersTable: 'UsersTableName',
  otpsTable: 'OtpsTableName',
  mcqStatsTable: 'McqDailyStatsTableName',
  reportsTable: 'ReportsTableName',
  picturesBucket: 'PicturesBucketName',
} as const satisfies Record<keyof typeof resourceVariables, string>

/**
 * Points this process at a stack, so that it can call the domain's functions as a Lambda would:
 * the local one unless an outputs file is given; a deployed one needs AWS credentials.
 * @throws Error that says what to do when there is no such file.
 */
export function useOutputs(file?: string): Outputs {
  const path = file ? resolve(file) : OUTPUTS_FILE
  if (!existsSync(path)) {
    throw new Error(
      file ? `There is no file ${file}.` : 'The local stack has not been started: run `npm start`.',
    )
  }
  const [outputs] = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Outputs>)
  if (!outputs) throw new Error(`${path} holds no stack's outputs.`)
  for (const [resource, name] of Object.entries(OUTPUT_NAMES)) {
    const variable = resourceVariables[resource as keyof typeof OUTPUT_NAMES]
    process.env[variable] = outputs[name]
  }
  if (outputs.AwsEndpointUrl) {
    process.env.AWS_ENDPOINT_URL = outputs.AwsEndpointUrl
    process.env.AWS_ACCESS_KEY_ID = 'local'
    process.env.AWS_SECRET_ACCESS_KEY = 'local'
    process.env.AWS_REGION = 'ap-south-1'
  }
  return outputs
}
