/** What a client requests. `member` reads the profile in the portal's form. */
export type Wish =
  | { kind: 'register'; email: string; password: string; firstName: string }
  | { kind: 'login'; email: string; password: string }
  | { kind: 'logout' | 'me' | 'member' | 'delete' | 'report' | 'sync'; token: string }
  | { kind: 'patch'; token: string; background?: string; attempt?: number }
  | { kind: 'change password'; token: string; password: string; newPassword: string }
  | { kind: 'send'; token: string; phone: string }
  | { kind: 'verify'; token: string; phone: string; oti: string; otp: string }
  | { kind: 'upload'; token: string; ratio: string }
  | { kind: 'forget'; email: string }
  | { kind: 'reset'; oti: string; otp: string; newPassword: string }

/** The parts of a profile that the model covers. */
export interface Shown {
  readonly firstName: string
  readonly background: string | null
  readonly attempt: number | null
  /** Ten digits. */
  readonly phone: string | null
  /** The aspect ratio, which identifies the picture. */
  readonly picture: string | null
}

/** A success. `otp` is the OTP in the SMS, if one arrived; `sentTo` the phone (ten digits) that got a recovery's SMS. */
interface Done {
  is: 'done'
  shown?: Shown
  userId?: string
  token?: string
  oti?: string
  otp?: string
  sentTo?: string
}

/** The result for the client. `unknown`: the request took effect, or will, or never does. */
export type Outcome = Done | { is: 'refused'; code: number } | { is: 'unknown' }

/** One request of a history. Times are in ms of one clock. */
export interface Operation {
  readonly device: string
  readonly wish: Wish
  readonly outcome: Outcome
  readonly startedAt: number
  readonly endedAt: number
}

/** Describes an operation. */
export function describe({ device, wish, outcome, startedAt, endedAt }: Operation): string {
  const { kind, ...rest } = wish
  const short = (value: unknown) =>
    JSON.stringify(value).replaceAll(/ua_\w{24}(\w{4})[\w-]+/g, 'ua_…$1…')
  const times = `${Math.round(startedAt)}–${Math.round(endedAt)}`
  return `${device} ${times} ${kind} ${short(rest)} → ${short(outcome)}`
}
