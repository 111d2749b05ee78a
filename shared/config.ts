/**
 * Names of the environment variables by which infra/ tells a function where its resources are.
 * A contract names the resource in `uses`; the stack then sets the variable and grants the actions.
 */
export const resourceVariables = {
  usersTable: 'USERS_TABLE_NAME',
  otpsTable: 'OTPS_TABLE_NAME',
  mcqStatsTable: 'MCQ_DAILY_STATS_TABLE_NAME',
  reportsTable: 'REPORTS_TABLE_NAME',
  picturesBucket: 'PICTURES_BUCKET_NAME',
} as const

/** Names of the environment variables that carry numbers of the stage. */
export const numberVariables = {
  loginTriesPerEmailAndIp: 'LOGIN_TRIES_PER_EMAIL_AND_IP',
  loginTriesPerEmail: 'LOGIN_TRIES_PER_EMAIL',
  passwordTries: 'PASSWORD_TRIES',
  otpDigits: 'OTP_DIGITS',
  otpSeconds: 'OTP_SECONDS',
  otiSeconds: 'OTI_SECONDS',
  otpCooldownSeconds: 'OTP_COOLDOWN_SECONDS',
  otpSendsPerUser: 'OTP_SENDS_PER_USER',
  otpSendsPerPhone: 'OTP_SENDS_PER_PHONE',
  otpSendsPerIp: 'OTP_SENDS_PER_IP',
  otpSendsOfAll: 'OTP_SENDS_OF_ALL',
  otpPhonesPerUser: 'OTP_PHONES_PER_USER',
  otpTriesPerOti: 'OTP_TRIES_PER_OTI',
  otpTriesPerUser: 'OTP_TRIES_PER_USER',
  otpTriesPerPhone: 'OTP_TRIES_PER_PHONE',
  reportsPerUser: 'REPORTS_PER_USER',
  syncSettleMs: 'SYNC_SETTLE_MS',
  purgeAgainAfterMs: 'PURGE_AGAIN_AFTER_MS',
} as const

/** Names of the environment variables that carry texts of the stage. */
const textVariables = {
  picturesUrl: 'PICTURES_URL',
  smsSenderId: 'SMS_SENDER_ID',
  smsEntityId: 'SMS_ENTITY_ID',
  smsTemplateId: 'SMS_TEMPLATE_ID',
  smsText: 'SMS_TEXT',
} as const

/** What a function can be given: a table, a bucket. */
export type Resource = keyof typeof resourceVariables
export type NumberSetting = keyof typeof numberVariables
export type TextSetting = keyof typeof textVariables
/** A value of the stage's configuration. */
export type Setting = NumberSetting | TextSetting

/** The variable that carries a setting. */
export const settingVariables: Readonly<Record<Setting, string>> = {
  ...numberVariables,
  ...textVariables,
}

/** What the service is called in log lines and metrics; the stack's name, so that stages can be told apart. */
export const SERVICE_VARIABLE = 'SERVICE_NAME'

/** The API's routes as JSON, `{path: [method, …]}`: only the `$default` function is given them. */
export const ROUTES_VARIABLE = 'ROUTES'

/** The secrets of which a request must bring one, joined by commas; only set behind an edge. */
export const ORIGIN_SECRETS_VARIABLE = 'ORIGIN_SECRETS'

/**
 * Reads the name of a resource, on first use and not on import.
 * @throws Error naming the variable when the contract's `uses` does not list the resource.
 */
export function resourceName(resource: Resource): string {
  return read(resourceVariables[resource])
}

/**
 * Reads a number of the stage's configuration.
 * @throws Error naming the variable when the contract's `settings` does not list it.
 */
export function setting(name: NumberSetting): number {
  return Number(read(numberVariables[name]))
}

/** Reads a text of the stage's configuration. @throws Error as `setting` does. */
export function textSetting(name: TextSetting): string {
  return read(textVariables[name])
}

/** Reads the service's name. Never throws: what is about to be logged matters more. */
export function serviceName(): string {
  return process.env[SERVICE_VARIABLE] ?? 'user-api'
}

/** Which function this is, and which version of it, as Lambda tells. */
export function executedVersion(): { name: string; version: string } {
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_VERSION } = process.env
  return {
    name: AWS_LAMBDA_FUNCTION_NAME ?? 'unknown',
    version: AWS_LAMBDA_FUNCTION_VERSION ?? '$LATEST',
  }
}

/** Reads the route table: HTTP methods by path. */
export function routeTable(): Record<string, string[]> {
  return JSON.parse(read(ROUTES_VARIABLE))
}

/** Reads the secrets by which CloudFront is known; none when requests come without it. */
export function originSecrets(): string[] {
  return process.env[ORIGIN_SECRETS_VARIABLE]?.split(',') ?? []
}

function read(variable: string): string {
  const value = process.env[variable]
  if (value === undefined) throw new Error(`The environment variable ${variable} is not set`)
  return value
}
