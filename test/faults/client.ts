import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { parseToken } from '../../shared/accounts/token.ts'
import { usersKeys } from '../../shared/accounts/users-table.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { newObjectId } from '../../shared/object-id.ts'
import { isProofOf } from '../../shared/otps/otp.ts'
import { otpsKeys } from '../../shared/otps/otps-table.ts'
import { type PhoneOtp, toPhoneClaim } from '../../shared/phone-verification/stored-otps.ts'
import type { ApiRequest, ApiResponse } from '../support/api-request.ts'
import { fileForm } from '../support/forms.ts'
import { plain } from '../support/images.ts'
import { newUser } from '../support/new-user.ts'
import type { World } from './world.ts'

/** Ten digits of an Indian phone number that other tests hardly ever have. */
export function freshPhone(): string {
  return String(6_000_000_000 + Math.floor(Math.random() * 3_999_999_999))
}

/** An account with a token. */
export interface OpenedAccount {
  readonly id: string
  readonly email: string
  readonly token: string
}

/** Creates an account in the table directly: no function runs. */
export async function openAccount(world: World): Promise<OpenedAccount> {
  const { user, token } = await newUser('192.0.2.1')
  const { id, email } = user
  const TableName = world.output('UsersTableName')
  await world.tables.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: { ...usersKeys.profile(id), ...user } } },
        { Put: { TableName, Item: { ...usersKeys.email(email), userId: id } } },
      ],
    }),
  )
  world.opened.push({ token, userId: id, openedAt: performance.now() })
  return { id, email, token }
}

/** Adds the token to a request. */
export function as(token: string, request: ApiRequest): ApiRequest {
  return { ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } }
}

/** The requests that a client makes, by purpose. */
export const requests = {
  register: (email: string, password: string, first_name: string): ApiRequest => ({
    method: 'POST',
    path: '/auth/register',
    body: { email, password, name: { first_name } },
  }),
  login: (email: string, password: string): ApiRequest => ({
    method: 'POST',
    path: '/auth/login',
    body: { email, password },
  }),
  logout: (token: string) => as(token, { method: 'POST', path: '/auth/logout' }),
  me: (token: string) => as(token, { method: 'GET', path: '/auth/me' }),
  // The profile in the portal's form.
  member: (token: string) => as(token, { method: 'GET', path: '/app/api/v1/user' }),
  patchInfo: (token: string, body: object) =>
    as(token, { method: 'PATCH', path: '/users/info', body }),
  changePassword: (token: string, password: string, newPassword: string) =>
    as(token, {
      method: 'PATCH',
      path: '/app/api/v1/user',
      body: { user: { password, newPassword, confPassword: newPassword } },
    }),
  remove: (token: string) => as(token, { method: 'DELETE', path: '/users' }),
  send: (token: string, value: string) =>
    as(token, {
      method: 'POST',
      path: '/users/send-phone-otp',
      body: { phone_number: { code: '+91', value } },
    }),
  verify: (token: string, value: string, oti: string, otp: string) =>
    as(token, {
      method: 'POST',
      path: '/users/verify-phone-otp',
      body: { phone_number: { code: '+91', value }, oti, otp },
    }),
  forget: (email: string): ApiRequest => ({
    method: 'POST',
    path: '/auth/forgot-password',
    body: { email },
  }),
  reset: (given: { otp: string; oti: string }, new_password: string): ApiRequest => ({
    method: 'POST',
    path: '/auth/reset-password',
    body: { ...given, new_password },
  }),
  report: (token: string, content_id: string, comments: string) =>
    as(token, {
      method: 'POST',
      path: '/users/report?course_id=1',
      body: { content_id, content_type: 2, issue_type: 1, comments },
    }),
  sync: (token: string, limit: number, next_cursor?: string) => {
    const query = new URLSearchParams({
      course_id: '1',
      sync_from_epoch_ms: '0',
      limit: `${limit}`,
    })
    if (next_cursor) query.set('next_cursor', next_cursor)
    return as(token, { method: 'GET', path: `/users/mcq-daily/sync?${query}` })
  },
}

/** Makes the request that uploads an image of one colour. Its aspect ratio identifies it later. */
export async function uploadRequest(
  token: string,
  width: number,
  height: number,
): Promise<ApiRequest> {
  const { contentType, body } = fileForm(await plain(width, height).png().toBuffer())
  const headers = { 'content-type': contentType }
  return as(token, { method: 'POST', path: '/users/profile-picture', headers, body })
}

/** The OTP in the SMS for this OTI; undefined when there was none. */
export async function receivedOtp(
  world: World,
  token: string,
  phone: string,
  oti: string,
): Promise<string | undefined> {
  const userId = parseToken(token)?.userId ?? ''
  const { Item } = await world.tables.send(
    new GetCommand({
      TableName: world.output('OtpsTableName'),
      Key: otpsKeys.otp(userId, oti),
      ConsistentRead: true,
    }),
  )
  const stored = Item as PhoneOtp | undefined
  if (!stored) return undefined
  const received = (await world.messages()).filter(({ to }) => to === `+91${phone}`)
  const otps = received.map(({ body }) => /\d{6}/.exec(body)?.[0] ?? '')
  return otps.find((otp) => isProofOf(stored.proof, oti, toPhoneClaim(userId, `+91${phone}`, otp)))
}

/**
 * Sends an attempt to the queue, as the MCQ service does. Each call has a deduplication id of its own, so
 * that SQS delivers an attempt twice when a test sends it twice.
 */
export async function enqueue(world: World, attempt: Attempt): Promise<void> {
  world.attempts.push(attempt)
  await world.queues.send(
    new SendMessageCommand({
      QueueUrl: world.output('McqAttemptsQueueUrl'),
      MessageBody: JSON.stringify(attempt),
      MessageGroupId: attempt.user_id,
      MessageDeduplicationId: newObjectId(),
    }),
  )
}

/** Syncs page after page to the end. Returns the pages, or undefined when one is refused. */
export async function syncAll(
  world: World,
  token: string,
  limit: number,
  from?: string,
): Promise<ApiResponse['body'][] | undefined> {
  const pages: ApiResponse['body'][] = []
  let cursor = from
  for (;;) {
    const { status, body } = await world.call(requests.sync(token, limit, cursor))
    if (status !== 200) return undefined
    pages.push(body)
    cursor = body.pagination.next_cursor ?? undefined
    if (!body.pagination.has_more) return pages
  }
}
