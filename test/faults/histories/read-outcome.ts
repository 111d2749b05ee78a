import type { ApiResponse } from '../../support/api-request.ts'
import { receivedOtp } from '../client.ts'
import { receivedCode } from '../recoveries.ts'
import type { World } from '../world.ts'
import type { Outcome, Shown, Wish } from './operation.ts'

/** How long a person waits for the SMS of a recovery. Faults of the worker may take longer. */
const PATIENCE_MS = 1_500
// Error codes, as in docs/errors.md.
const UNAUTHORIZED = 1001
const WRONG_PASSWORD = 2104

/** Reads the outcome from a response. After a 5xx it is unknown. */
export async function readOutcome(
  world: World,
  wish: Wish,
  { status, body }: ApiResponse,
): Promise<Outcome> {
  if (status >= 500) return { is: 'unknown' }
  const refusal = codeOf(status, body)
  if (refusal !== undefined) return { is: 'refused', code: refusal }
  if (wish.kind === 'send') {
    const { oti } = body.data
    return { is: 'done', oti, otp: await receivedOtp(world, wish.token, wish.phone, oti) }
  }
  if (wish.kind === 'forget') {
    const { oti } = body.data
    const received = await receivedCode(world, oti, PATIENCE_MS)
    return {
      is: 'done',
      oti,
      ...(received && { otp: received.otp, sentTo: received.to.slice(-10) }),
    }
  }
  if (wish.kind === 'reset') return { is: 'done' }
  const { access_token: token, user } = body.data?.access_token ? body.data : {}
  const profile = user ?? (body.user ? undefined : body.data)
  const shown = body.user ? shownToMember(body.user) : profile?.email ? shownBy(profile) : undefined
  return { is: 'done', ...(shown && { shown }), ...(token && { token, userId: user.id }) }
}

/** The code of an error. The portal's errors have no code: a 401 gets the V1 code with the same meaning. */
function codeOf(status: number, body: ApiResponse['body']): number | undefined {
  if (!body?.error) return status < 300 ? undefined : status
  if (body.error.code !== undefined) return body.error.code
  if (status !== 401) return status
  return body.error.message === 'Invalid password' ? WRONG_PASSWORD : UNAUTHORIZED
}

function shownBy(user: ApiResponse['body']): Shown {
  return {
    firstName: user.name.first_name,
    background: user.background_info,
    attempt: user.attempt_number,
    phone: user.phone_number?.value ?? null,
    picture: user.profile_picture?.aspect_ratio ?? null,
  }
}

/** Of these parts, the portal's profile has only the name. */
function shownToMember(user: ApiResponse['body']): Shown {
  return { firstName: user.firstName } as Shown
}
