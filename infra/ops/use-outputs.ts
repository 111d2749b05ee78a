import { existsSync } from 'node:fs'
import { resourceVariables, settingVariables } from '../../shared/config.ts'
import { OUTPUTS_FILE } from '../start/local-folder.ts'
import { type Outputs, readOutputs } from './read-outputs.ts'

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
  if (!file && !existsSync(OUTPUTS_FILE)) {
    throw new Error('The local stack has not been started: run `npm start`.')
  }
  const outputs = readOutputs(file ?? OUTPUTS_FILE)
  for (const [resource, name] of Object.entries(OUTPUT_NAMES)) {
    const variable = resourceVariables[resource as keyof typeof OUTPUT_NAMES]
    process.env[variable] = outputs[name]
  }
  process.env[settingVariables.picturesUrl] = outputs.PicturesUrl
  if (outputs.AwsEndpointUrl) {
    process.env.AWS_ENDPOINT_URL = outputs.AwsEndpointUrl
    process.env.AWS_ACCESS_KEY_ID = 'local'
    process.env.AWS_SECRET_ACCESS_KEY = 'local'
    process.env.AWS_REGION = 'ap-south-1'
  } else {
    // Where the stack is, and not where the shell happens to look.
    const [, region] = /\.([a-z]{2}-[a-z]+-\d)\.amazonaws\.com/.exec(outputs.ApiUrl ?? '') ?? []
    if (region) process.env.AWS_REGION = region
  }
  return outputs
}
