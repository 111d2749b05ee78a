import { hash } from 'node:crypto'
import type { LoadedRoute, LoadedWorker } from '../../infra/functions/load-functions.ts'
import { OTP_VERIFICATION, PASSWORD, PROFILE, RESET, requestEvent, TOKEN } from './fixture.ts'

const USER = PROFILE.id.S
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const form = Buffer.concat([
  Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n'),
  picture,
  Buffer.from('\r\n--b--\r\n'),
])

/** The events of workers, and of routes that need a body, a query or another path, by function id. */
const events: Readonly<Record<string, object>> = {
  AppApiV1UserPatch: requestEvent('PATCH /app/api/v1/user', { user: { password: PASSWORD } }),
  AuthForgotPasswordPost: requestEvent('POST /auth/forgot-password', {
    email: 'jsmith@example.com',
  }),
  AuthLoginPost: requestEvent('POST /auth/login', {
    email: 'jsmith@example.com',
    password: PASSWORD,
  }),
  AuthRegisterPost: requestEvent('POST /auth/register', {
    email: 'jsmith@example.com',
    password: PASSWORD,
    name: { first_name: 'John', last_name: 'Smith' },
  }),
  AuthResetPasswordPost: requestEvent('POST /auth/reset-password', RESET),
  NotFoundDefault: requestEvent('GET /nowhere'),
  UsersInfoPatch: requestEvent('PATCH /users/info', { attempt_number: 2 }),
  UsersMcqDailySyncGet: requestEvent('GET /users/mcq-daily/sync', undefined, {
    course_id: '1',
    sync_from_epoch_ms: '0',
  }),
  UsersProfilePicturePost: {
    ...requestEvent('POST /users/profile-picture'),
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'multipart/form-data; boundary=b',
    },
    body: form.toString('base64'),
    isBase64Encoded: true,
  },
  UsersReportPost: requestEvent(
    'POST /users/report',
    {
      content_id: USER,
      content_type: 1,
      issue_type: 1,
      comments: 'The answer is wrong',
    },
    { course_id: '1' },
  ),
  UsersSendPhoneOtpPost: requestEvent('POST /users/send-phone-otp', {
    phone_number: OTP_VERIFICATION.phone_number,
  }),
  UsersVerifyPhoneOtpPost: requestEvent('POST /users/verify-phone-otp', OTP_VERIFICATION),
  WorkersPurgeDeletedUserStream: {
    Records: [
      {
        eventID: '1',
        eventName: 'INSERT',
        dynamodb: { SequenceNumber: '1', Keys: { pk: { S: `PURGE#${USER}` } } },
      },
    ],
  },
  WorkersRecordMcqAttemptsQueue: {
    Records: [
      {
        messageId: '1',
        attributes: { MessageGroupId: USER },
        body: JSON.stringify({
          attempt_id: USER,
          user_id: USER,
          course_id: 1,
          mcq_id: USER,
          is_correct: true,
          attempted_at_epoch_ms: 1795366541000,
        }),
      },
    ],
  },
  WorkersSendRecoverySmsQueue: {
    Records: [
      {
        messageId: '1',
        body: JSON.stringify({
          identifier: 'jsmith@example.com',
          otp: RESET.otp,
          oti_hash: hash('sha256', RESET.oti, 'base64url'),
        }),
      },
    ],
  },
  WorkersSweepPurgesSchedule: {},
}

/**
 * A valid event of a function. A route that is not in `events` gets a request with a token and nothing else.
 * @throws Error when a worker is not in `events`.
 */
export function eventOf(loaded: LoadedRoute | LoadedWorker): object {
  const event = events[loaded.id]
  if (event) return event
  if ('routeKey' in loaded) return requestEvent(loaded.routeKey)
  throw new Error(`test/bench/function-events.ts has no event for ${loaded.id}`)
}
