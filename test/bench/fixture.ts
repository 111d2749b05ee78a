import { hash } from 'node:crypto'
import { toProof } from '../../shared/otps/otp.ts'

// The user of the benchmark, whom our functions and the peers update.

const USER_ID = '6b03200c5a0b9d5ae2f24e5c'
const SESSION_ID = '0011223344556677'
const SECRET = 'pD0J9qUuWq1sX3mB7cV5nZ8kL2hG4fR6tY0eA1sD3fG'
const IN_A_CENTURY = Date.now() + 100 * 365 * 24 * 60 * 60 * 1000

/** The user's password. */
export const PASSWORD = 'quiet-lamp-4'

/** A token whose session is in the profile. */
export const TOKEN = `ua_${USER_ID}${SESSION_ID}${SECRET}`

/** The profile as a DynamoDB item. */
export const PROFILE = {
  pk: { S: `USER#${USER_ID}` },
  id: { S: USER_ID },
  email: { S: 'jsmith@example.com' },
  // The hash of `PASSWORD`.
  passwordHash: {
    S: '$argon2id$v=19$m=19456,t=2,p=1$b1wj08zfNHy8O18bR4yx0g$mFcimPsqbuH4XrB8Y87Bpkzxjrg3dHdy/c8f18QpnWk',
  },
  firstName: { S: 'John' },
  lastName: { S: 'Smith' },
  backgroundInfo: { S: 'Engineering graduate, preparing for UPSC' },
  attemptNumber: { N: '2' },
  attemptYear: { N: '2026' },
  year: { N: '2' },
  major: { S: 'Cognitive Science' },
  points: { N: '0' },
  createdAt: { N: '1795366541000' },
  updatedAt: { N: '1795366541000' },
  sessions: {
    M: {
      [SESSION_ID]: {
        M: {
          secretHash: { S: hash('sha256', SECRET) },
          createdAt: { N: '1795366541000' },
          expiresAt: { N: String(IN_A_CENTURY) },
        },
      },
    },
  },
}

/** The body of a verification: an OTP of five digits, as `ENVIRONMENT` sets it. */
export const OTP_VERIFICATION = {
  phone_number: { code: '+91', value: '9876543210' },
  oti: '123e4567-e89b-42d3-a456-426614174000',
  otp: '12345',
}
const PHONE = '+919876543210'

/** The OTP of `OTP_VERIFICATION` as a DynamoDB item. */
export const STORED_OTP = {
  phone: { S: PHONE },
  proof: {
    S: toProof(OTP_VERIFICATION.oti, {
      purpose: 'phone',
      subjects: [USER_ID, PHONE],
      otp: OTP_VERIFICATION.otp,
    }),
  },
  otpEndsAt: { N: String(IN_A_CENTURY) },
  otiEndsAt: { N: String(IN_A_CENTURY) },
}

/** The body of a reset, whose OTP proves the recovery below. */
export const RESET = { oti: OTP_VERIFICATION.oti, otp: '12345678', new_password: 'calm-river-7' }
const IDENTIFIER = hash('sha256', 'jsmith@example.com', 'base64url')

/** The recovery of `RESET` as a DynamoDB item. */
export const STORED_RECOVERY = {
  identifierHash: { S: IDENTIFIER },
  proof: {
    S: toProof(RESET.oti, { purpose: 'recovery', subjects: [IDENTIFIER], otp: RESET.otp }),
  },
  userId: { S: USER_ID },
  // As shared/accounts/stored-password.ts makes it for a user without a phone. No file with the SDK may
  // be imported here: sdk-stub.mjs replaces it.
  credentials: { S: hash('sha256', `${USER_ID}  ${PROFILE.passwordHash.S}`, 'base64url') },
  otpEndsAt: { N: String(IN_A_CENTURY) },
  otiEndsAt: { N: String(IN_A_CENTURY) },
}

/** The environment of every sample, as Lambda and the template set it. */
export const ENVIRONMENT = {
  AWS_REGION: 'ap-south-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench'.repeat(100),
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  TZ: ':UTC',
}

/** A request as an event of API Gateway. The peers get the user from its JWT authorizer. */
export function requestEvent(
  routeKey: string,
  body?: unknown,
  query?: Record<string, string>,
): object {
  const [method = '', path = '/nowhere'] = routeKey.split(' ')
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      accept: '*/*',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      host: 'api.example.com',
      'user-agent': 'okhttp/5.1.0',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'bench',
      authorizer: { jwt: { claims: { sub: USER_ID }, scopes: null } },
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'okhttp' },
      requestId: 'bench-request-id=',
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:00:00:00 +0000',
      timeEpoch: 1795366541000,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    isBase64Encoded: false,
  }
}

/** The request that all stacks are compared with. */
export const PATCH_EVENT = requestEvent('PATCH /users/info', {
  name: { first_name: 'John', last_name: 'Smith' },
  background_info: 'Engineering graduate, preparing for UPSC',
  attempt_number: 2,
  attempt_year: 2026,
})
