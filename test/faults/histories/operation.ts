/** What a client wanted, by what it sent. */
export type Wish =
  | { kind: 'register'; email: string; password: string; firstName: string }
  | { kind: 'login'; email: string; password: string }
  | { kind: 'logout' | 'me' | 'member' | 'delete' | 'report' | 'sync'; token: string }
  | { kind: 'patch'; token: string; background?: string; attempt?: number }
  | { kind: 'change password'; token: string; password: string; newPassword: string }
  | { kind: 'send'; token: string; phone: string }
  | { kind: 'verify'; token: string; phone: string; oti: string; otp: string }
  | { kind: 'upload'; token: string; ratio: string }

/** What a profile shows, as far as the model knows it. */
export interface Shown {
  readonly firstName: string
  readonly background: string | null
  readonly attempt: number | null
  /** Ten digits. */
  readonly phone: string | null
  /** The aspect ratio, by which the pictures here can be told apart. */
  readonly picture: string | null
}

/** What a client was told. `unknown`: it may be done, or be done later, or never. */
export type Told =
  | { is: 'done'; shown?: Shown; userId?: string; token?: string; oti?: string; otp?: string }
  | { is: 'refused'; code: number }
  | { is: 'unknown' }

/** One request in a history. Times in ms of one clock. */
export interface Operation {
  readonly device: string
  readonly wish: Wish
  readonly told: Told
  readonly startedAt: number
  readonly endedAt: number
}

/** An operation in words. */
export function describe({ device, wish, told, startedAt, endedAt }: Operation): string {
  const { kind, ...rest } = wish
  const short = (value: unknown) =>
    JSON.stringify(value).replaceAll(/ua_\w{24}(\w{4})[\w-]+/g, 'ua_…$1…')
  const times = `${Math.round(startedAt)}–${Math.round(endedAt)}`
  return `${device} ${times} ${kind} ${short(rest)} → ${short(told)}`
}
