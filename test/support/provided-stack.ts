import type { LocalUserApi } from '../../infra/start/start-user-api.ts'

/** URLs, names and environment of the local stack that all tests share. */
export interface ProvidedStack {
  apiUrl: string
  awsEndpointUrl: string
  /** Of its DynamoDB Local. Other stacks use it too, with tables of their own, because starting one takes 2 s of CPU. */
  dynamoDbUrl: string
  usersTableName: string
  otpsTableName: string
  mcqStatsTableName: string
  reportsTableName: string
  picturesBucketName: string
  /** Without a slash at its end. */
  picturesUrl: string
  mcqAttemptsQueueUrl: string
  failedMcqAttemptsQueueUrl: string
  environment: Record<string, string>
}

declare module 'vitest' {
  interface ProvidedContext {
    stack: ProvidedStack
  }
}

/** The environment variables of all functions together. */
export function environmentOf(functions: LocalUserApi['functions']): Record<string, string> {
  return Object.assign({}, ...functions.map(({ environment }) => environment))
}

/** @throws Error when the stack lacks an output that tests need. */
export function toProvidedStack(
  { outputs, functions }: LocalUserApi,
  dynamoDbUrl: string,
): ProvidedStack {
  const output = (name: string) => {
    const value = outputs[name]
    if (!value) throw new Error(`The stack has no output ${name}`)
    return value
  }
  return {
    apiUrl: output('ApiUrl'),
    awsEndpointUrl: output('AwsEndpointUrl'),
    dynamoDbUrl,
    usersTableName: output('UsersTableName'),
    otpsTableName: output('OtpsTableName'),
    mcqStatsTableName: output('McqDailyStatsTableName'),
    reportsTableName: output('ReportsTableName'),
    picturesBucketName: output('PicturesBucketName'),
    picturesUrl: output('PicturesUrl'),
    mcqAttemptsQueueUrl: output('McqAttemptsQueueUrl'),
    failedMcqAttemptsQueueUrl: output('FailedMcqAttemptsQueueUrl'),
    environment: environmentOf(functions),
  }
}
