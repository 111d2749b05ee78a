// The environment variables of the functions. infra/ uses the same names to set them. A stage is one deployment
// of the stack, e.g. dev or prod: infra/stages/.

/**
 * Variables that contain the name of a table or bucket, or the URL of a queue. When a function's contract
 * lists a resource in `uses`, the stack sets the variable and grants the actions.
 */
export const resourceVariables = {
  usersTable: 'USERS_TABLE_NAME',
  otpsTable: 'OTPS_TABLE_NAME',
  mcqStatsTable: 'MCQ_DAILY_STATS_TABLE_NAME',
  reportsTable: 'REPORTS_TABLE_NAME',
  picturesBucket: 'PICTURES_BUCKET_NAME',
  attemptsDeadLetters: 'ATTEMPTS_DEAD_LETTERS_URL',
  recoveries: 'RECOVERIES_URL',
} as const

/** Variables that contain a number, which each stage may choose. `limits.ts` of each feature has the defaults. */
export const numberVariables = {
  registrationsPerIp: 'REGISTRATIONS_PER_IP',
  loginTriesPerIp: 'LOGIN_TRIES_PER_IP',
  loginTriesPerEmailAndIp: 'LOGIN_TRIES_PER_EMAIL_AND_IP',
  loginTriesPerEmail: 'LOGIN_TRIES_PER_EMAIL',
  passwordTries: 'PASSWORD_TRIES',
  otpDigits: 'OTP_DIGITS',
  otpSeconds: 'OTP_SECONDS',
  otiSeconds: 'OTI_SECONDS',
  otpCooldownSeconds: 'OTP_COOLDOWN_SECONDS',
  otpSendsPerUser: 'OTP_SENDS_PER_USER',
  otpSendsPerPhone: 'OTP_SENDS_PER_PHONE',
  otpSendsPerPhoneADay: 'OTP_SENDS_PER_PHONE_A_DAY',
  otpSendsPerIp: 'OTP_SENDS_PER_IP',
  otpSendsOfAll: 'OTP_SENDS_OF_ALL',
  otpPhonesPerUser: 'OTP_PHONES_PER_USER',
  otpTriesPerOti: 'OTP_TRIES_PER_OTI',
  otpTriesPerUser: 'OTP_TRIES_PER_USER',
  otpTriesPerPhone: 'OTP_TRIES_PER_PHONE',
  recoveriesPerIp: 'RECOVERIES_PER_IP',
  recoverySendsPerPhone: 'RECOVERY_SENDS_PER_PHONE',
  recoverySendsPerPhoneADay: 'RECOVERY_SENDS_PER_PHONE_A_DAY',
  recoverySendsOfAll: 'RECOVERY_SENDS_OF_ALL',
  pictureUploadsPerUser: 'PICTURE_UPLOADS_PER_USER',
  reportsPerUser: 'REPORTS_PER_USER',
  syncSettleMs: 'SYNC_SETTLE_MS',
  purgeAgainAfterMs: 'PURGE_AGAIN_AFTER_MS',
} as const

/** Variables that contain a text, which each stage chooses. */
const textVariables = {
  picturesUrl: 'PICTURES_URL',
  smsSenderId: 'SMS_SENDER_ID',
  smsEntityId: 'SMS_ENTITY_ID',
  smsTemplateId: 'SMS_TEMPLATE_ID',
  smsText: 'SMS_TEXT',
  recoverySmsTemplateId: 'RECOVERY_SMS_TEMPLATE_ID',
  recoverySmsText: 'RECOVERY_SMS_TEXT',
} as const

/** A table, bucket or queue. */
export type Resource = keyof typeof resourceVariables
export type NumberSetting = keyof typeof numberVariables
export type TextSetting = keyof typeof textVariables
/** A number or text that depends on the stage. A contract lists those that it reads in `settings`. */
export type Setting = NumberSetting | TextSetting

/** The default of a number setting, and the range from which a stage may choose another value. */
export interface NumberRange {
  readonly default: number
  readonly min: number
  /** @default none */
  readonly max?: number
}

/** The defaults and ranges of the number settings of one feature. */
export type NumberRanges = Readonly<Partial<Record<NumberSetting, NumberRange>>>

/** The environment variable of each setting. */
export const settingVariables: Readonly<Record<Setting, string>> = {
  ...numberVariables,
  ...textVariables,
}

/** The variable with the service's name for log lines and metrics: the stack's name, which differs by stage. */
export const SERVICE_VARIABLE = 'SERVICE_NAME'

/** The variable with the API's routes as JSON, `{path: [method, …]}`. Only set for the `$default` function. */
export const ROUTES_VARIABLE = 'ROUTES'

/** The variable with CloudFront's secrets, joined by commas: a request must have one. Not set without CloudFront. */
export const ORIGIN_SECRETS_VARIABLE = 'ORIGIN_SECRETS'

/**
 * Reads the name of a table or bucket, or the URL of a queue. Call it on use, not on import.
 * @throws Error with the variable's name when the contract does not list the resource in `uses`.
 */
export function resourceName(resource: Resource): string {
  return read(resourceVariables[resource])
}

/**
 * Reads a number setting of the stage.
 * @throws Error with the variable's name when the contract does not list the setting in `settings`.
 */
export function setting(name: NumberSetting): number {
  return Number(read(numberVariables[name]))
}

/**
 * Reads a text setting of the stage.
 * @throws Error with the variable's name when the contract does not list the setting in `settings`.
 */
export function textSetting(name: TextSetting): string {
  return read(textVariables[name])
}

/** Reads the service's name. The fallback lets a log line be written even when the variable is not set. */
export function serviceName(): string {
  return process.env[SERVICE_VARIABLE] ?? 'user-api'
}

/** Reads the function's name and version from Lambda's environment. */
export function executedVersion(): { name: string; version: string } {
  const { AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_FUNCTION_VERSION } = process.env
  return {
    name: AWS_LAMBDA_FUNCTION_NAME ?? 'unknown',
    version: AWS_LAMBDA_FUNCTION_VERSION ?? '$LATEST',
  }
}

/** Reads the API's routes: HTTP methods by path. A path can have parameters, e.g. `/docs/{file}`. */
export function routeTable(): Record<string, string[]> {
  return JSON.parse(read(ROUTES_VARIABLE))
}

/** Reads the secrets that CloudFront adds to its requests. Empty on a stage without CloudFront. */
export function originSecrets(): string[] {
  return process.env[ORIGIN_SECRETS_VARIABLE]?.split(',') ?? []
}

function read(variable: string): string {
  const value = process.env[variable]
  if (value === undefined) throw new Error(`The environment variable ${variable} is not set`)
  return value
}
