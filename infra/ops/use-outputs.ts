import { existsSync } from 'node:fs'
import { resourceVariables, settingVariables } from '../../shared/config.ts'
import { OUTPUTS_FILE } from '../start/local-folder.ts'
import { announceStack, type NamedStack, type Outputs, readStack } from './read-outputs.ts'

const OUTPUT_NAMES = {
  usersTable: 'UsersTableName',
  otpsTable: 'OtpsTableName',
  mcqStatsTable: 'McqDailyStatsTableName',
  reportsTable: 'ReportsTableName',
  picturesBucket: 'PicturesBucketName',
  attemptsDeadLetters: 'FailedMcqAttemptsQueueUrl',
  recoveries: 'RecoveriesQueueUrl',
} as const satisfies Record<keyof typeof resourceVariables, string>

/**
 * Sets this process's environment from a stack's outputs, so that it can call domain functions as a
 * Lambda function does. Without a file it uses the local stack. A deployed stack needs AWS credentials, and
 * standard error names it before the command changes anything.
 * @throws Error with what to do when the file is missing.
 */
export function useOutputs(file?: string): Outputs {
  return useStack(file).outputs
}

/** As `useOutputs`, but returns the stack's name together with its outputs. */
export function useStack(file?: string): NamedStack {
  if (!file && !existsSync(OUTPUTS_FILE)) {
    throw new Error('The local stack was never started: run `npm start`.')
  }
  const stack = readStack(file ?? OUTPUTS_FILE)
  const { outputs } = stack
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
    announceStack(stack)
    // The stack's region, whatever region the shell is set to.
    process.env.AWS_REGION = outputs.Region
  }
  return stack
}
