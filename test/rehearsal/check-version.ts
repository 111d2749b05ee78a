import { randomBytes, randomInt } from 'node:crypto'
import { HOST_HEADER } from './emulator/front.ts'
import { SMS_INBOX } from './emulator/start-emulator.ts'
import type { Version } from './versions/synthesize-versions.ts'

/** An API that is deployed to an emulator. */
export interface DeployedApi {
  /** The emulator's URL. */
  readonly endpoint: string
  /** The API's URL, from the stack's outputs. */
  readonly apiUrl: string
}

/** The credentials of a registered account. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

interface ApiResponse {
  readonly status: number
  readonly body: { data?: Record<string, unknown> | null }
}

/** How much the measured lifetime of an OTP may differ from the setting. */
const TOLERANCE_MS = 5_000

/** Opens an account. @throws Error when the API refuses. */
export async function register(api: DeployedApi): Promise<Credentials & { token: string }> {
  const credentials = {
    email: `${randomBytes(8).toString('hex')}@example.com`,
    password: 'quiet-lamp-4',
  }
  const name = { first_name: 'John', last_name: 'Smith' }
  const response = await call(api, 'POST /auth/register', { body: { ...credentials, name } })
  expectThat(response.status === 201, 'registers an account', response)
  return { ...credentials, token: String(response.body.data?.access_token) }
}

/**
 * Checks that the API serves this version, and that accounts from before the deployment still work.
 * @param before an account registered before this deployment.
 * @throws Error that names the failed check.
 */
export async function checkVersion(
  api: DeployedApi,
  version: Version,
  before: Credentials,
): Promise<void> {
  const login = await call(api, 'POST /auth/login', { body: before })
  expectThat(login.status === 200, 'logs in an account from before the deployment', login)

  const { token } = await register(api)
  const points = await call(api, 'GET /users/points', { token })
  const expected = version.hasPoints ? 200 : 404
  expectThat(points.status === expected, `returns ${expected} for GET /users/points`, points)

  const { lifeMs, oti, otp, phone_number } = await requestOtp(api, token)
  const isRight = Math.abs(lifeMs - version.otpSeconds * 1000) < TOLERANCE_MS
  expectThat(isRight, `sends OTPs that are valid for ${version.otpSeconds} s`, { lifeMs })
  const body = { phone_number, otp, oti }
  const verified = await call(api, 'POST /users/verify-phone-otp', { token, body })
  expectThat(verified.body.data?.is_phone_validated === true, 'accepts the OTP', verified)
}

/** Requests an OTP, and reads it from the SMS that the emulator stored. The OTI identifies this OTP. */
async function requestOtp(api: DeployedApi, token: string) {
  const phone_number = { code: '+91', value: String(randomInt(6_000_000_000, 10_000_000_000)) }
  const askedAt = Date.now()
  const sent = await call(api, 'POST /users/send-phone-otp', { token, body: { phone_number } })
  expectThat(sent.status === 200, 'sends an OTP', sent)
  const inbox = await fetch(`${api.endpoint}${SMS_INBOX}`)
  const [, otp] =
    new RegExp(`${phone_number.value}.*?(\\d{6}) is your [\\w ]+ code\\.`, 's').exec(
      await inbox.text(),
    ) ?? []
  expectThat(otp !== undefined, 'sends the OTP in an SMS', sent)
  const { oti, expiry_time } = sent.body.data ?? {}
  return { lifeMs: Number(expiry_time) - askedAt, oti, otp, phone_number }
}

async function call(
  { endpoint, apiUrl }: DeployedApi,
  routeKey: string,
  { token, body }: { token?: string; body?: unknown },
): Promise<ApiResponse> {
  const [method, path] = routeKey.split(' ')
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      [HOST_HEADER]: new URL(apiUrl).host,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as ApiResponse['body'] }
}

function expectThat(isTrue: boolean, what: string, found: unknown): asserts isTrue {
  if (isTrue) return
  throw new Error(`The deployed API failed the check that it ${what}: ${JSON.stringify(found)}`)
}
