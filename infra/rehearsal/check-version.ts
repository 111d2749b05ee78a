import { randomBytes, randomInt } from 'node:crypto'
import { HOST_HEADER } from './emulator/front.ts'
import { SMS_INBOX } from './emulator/start-emulator.ts'
import type { Version } from './versions/synthesize-versions.ts'

/** An API that is deployed to an emulator. */
export interface DeployedApi {
  /** The emulator's. */
  readonly endpoint: string
  /** The stack's output. */
  readonly apiUrl: string
}

/** Somebody who registered. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

interface Answer {
  readonly status: number
  readonly body: { data?: Record<string, unknown> | null }
}

const SPREAD_MS = 5_000

/** Opens an account. @throws Error when the API does not let it. */
export async function register(api: DeployedApi): Promise<Credentials & { token: string }> {
  const credentials = {
    email: `${randomBytes(8).toString('hex')}@example.com`,
    password: 'quiet-lamp-4',
  }
  const name = { first_name: 'John', last_name: 'Smith' }
  const answer = await call(api, 'POST /auth/register', { body: { ...credentials, name } })
  require(answer.status === 201, 'registers an account', answer)
  return { ...credentials, token: String(answer.body.data?.access_token) }
}

/**
 * Checks over HTTP that a version is the one that is served, and that data outlived its deployment.
 * @param before who registered before it.
 * @throws Error that says what is not as it should be.
 */
export async function checkVersion(
  api: DeployedApi,
  version: Version,
  before: Credentials,
): Promise<void> {
  const login = await call(api, 'POST /auth/login', { body: before })
  require(login.status === 200, 'knows who registered before', login)

  const { token } = await register(api)
  const points = await call(api, 'GET /users/points', { token })
  const expected = version.hasPoints ? 200 : 404
  require(points.status === expected, `answers GET /users/points with ${expected}`, points)

  const { lifeMs, oti, otp, phone_number } = await requestOtp(api, token)
  const isRight = Math.abs(lifeMs - version.otpSeconds * 1000) < SPREAD_MS
  require(isRight, `sends OTPs that live ${version.otpSeconds} s`, { lifeMs })
  const body = { phone_number, otp, oti }
  const verified = await call(api, 'POST /users/verify-phone-otp', { token, body })
  require(verified.body.data?.is_phone_validated === true, 'verifies its OTP', verified)
}

/** Asks for an OTP, and reads it from the SMS that the emulator kept. */
async function requestOtp(api: DeployedApi, token: string) {
  const phone_number = { code: '+91', value: String(randomInt(6_000_000_000, 10_000_000_000)) }
  const askedAt = Date.now()
  const sent = await call(api, 'POST /users/send-phone-otp', { token, body: { phone_number } })
  require(sent.status === 200, 'sends an OTP', sent)
  const inbox = await fetch(`${api.endpoint}${SMS_INBOX}`)
  const [, otp] =
    new RegExp(`${phone_number.value}.*?(\\d{6}) is your code`, 's').exec(await inbox.text()) ?? []
  require(otp !== undefined, 'sends the OTP in an SMS', sent)
  const { oti, expiry_time } = sent.body.data ?? {}
  return { lifeMs: Number(expiry_time) - askedAt, oti, otp, phone_number }
}

async function call(
  { endpoint, apiUrl }: DeployedApi,
  routeKey: string,
  { token, body }: { token?: string; body?: unknown },
): Promise<Answer> {
  const [method, path] = routeKey.split(' ')
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      [HOST_HEADER]: new URL(apiUrl).host,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

function require(isTrue: boolean, what: string, answer: unknown): asserts isTrue {
  if (!isTrue) throw new Error(`It no longer ${what}: ${JSON.stringify(answer)}`)
}
