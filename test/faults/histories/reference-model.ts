import type { Operation, Outcome, Shown, Wish } from './operation.ts'

// A model of the API: what each request does to the accounts, without faults and parallel requests.
// linearize.ts compares the responses of the real API with it.

interface Account {
  readonly id?: string
  readonly password: string
  readonly sessions: readonly string[]
  readonly shown: Shown
  /** OTPs that were sent and not used, by OTI. */
  readonly otps: Readonly<Record<string, { phone: string; otp: string }>>
  /** Increases with every change of password or phone. */
  readonly version: number
  /** The version of the account when a recovery's SMS was sent, by OTI. */
  readonly recoveries: Readonly<Record<string, number>>
}

/** The accounts by e-mail address. */
export type ModelState = Readonly<Record<string, Account>>

export const nobody: ModelState = {}

// Error codes, as in docs/errors.md.
const UNAUTHORIZED = 1001
const RATE_LIMITED = 1005
const OTP_INCORRECT = 2002
const OTI_EXPIRED = 2008
const WRONG_LOGIN = 2101
const EMAIL_TAKEN = 2102
const WRONG_PASSWORD = 2104
const PHONE_TAKEN = 3708
const ALREADY_LINKED = 3709
/** A code that no response has: it contradicts every outcome that was observed. */
const IMPOSSIBLE = -1
const NOTHING_SHOWN = { background: null, attempt: null, phone: null, picture: null }

/** The effect of a request: the next state, and the parts of the response that the model decides. */
interface Effect {
  readonly state: ModelState
  readonly code?: number
  readonly shown?: Shown
  readonly id?: string
}

type Save = (changes: Partial<Account>) => Effect

/** The states that may follow an operation; none when its outcome is impossible in this state. */
export function statesAfter(state: ModelState, { wish, outcome }: Operation): ModelState[] {
  if (isOvertaken(wish, outcome)) return [state]
  const effect = effectOf(state, wish, outcome)
  if (outcome.is === 'unknown') return effect.state === state ? [state] : [effect.state, state]
  if (outcome.is === 'refused') return effect.code === outcome.code ? [effect.state] : []
  if (effect.code !== undefined) return []
  const contradicts =
    (outcome.shown && effect.shown && !isSame(outcome.shown, effect.shown)) ||
    (outcome.userId && effect.id && outcome.userId !== effect.id)
  return contradicts ? [] : [effect.state]
}

/**
 * Whether a request for an SMS was refused by the pause between two. The pause is 0 here, but a request that AWS delays
 * comes after a later one of the account.
 */
function isOvertaken({ kind }: Wish, outcome: Outcome): boolean {
  return kind === 'send' && outcome.is === 'refused' && outcome.code === RATE_LIMITED
}

function effectOf(state: ModelState, wish: Wish, outcome: Outcome): Effect {
  if (wish.kind === 'register') return register(state, wish, outcome)
  if (wish.kind === 'login') return logIn(state, wish, outcome)
  if (wish.kind === 'forget') return forget(state, wish, outcome)
  if (wish.kind === 'reset') return reset(state, wish)
  const found = Object.entries(state).find(([, { sessions }]) => sessions.includes(wish.token))
  if (!found) return { state, code: UNAUTHORIZED }
  const [email, account] = found
  const save: Save = (changes) => {
    const saved = { ...account, ...changes }
    return { state: { ...state, [email]: saved }, shown: saved.shown }
  }
  switch (wish.kind) {
    case 'me':
    case 'member':
      return { state, shown: account.shown }
    case 'report':
    case 'sync':
      return { state }
    case 'logout':
      return save({ sessions: account.sessions.filter((one) => one !== wish.token) })
    case 'delete': {
      const { [email]: _, ...others } = state
      return { state: others }
    }
    case 'patch':
      return save({ shown: { ...account.shown, ...changesOf(wish) } })
    case 'upload':
      return save({ shown: { ...account.shown, picture: wish.ratio } })
    case 'change password':
      if (wish.password !== account.password) return { state, code: WRONG_PASSWORD }
      return save({
        password: wish.newPassword,
        sessions: [wish.token],
        version: account.version + 1,
      })
    case 'send':
      if (isOthers(state, email, wish.phone)) return { state, code: PHONE_TAKEN }
      return send(state, account, wish.phone, outcome, save)
    case 'verify': {
      const code = refusalOf(account, wish)
      if (code) return { state, code }
      if (isOthers(state, email, wish.phone)) return { state, code: PHONE_TAKEN }
      const { [wish.oti]: _, ...otps } = account.otps
      return save({
        otps,
        shown: { ...account.shown, phone: wish.phone },
        version: account.version + 1,
      })
    }
  }
}

function changesOf({ background, attempt }: Wish & { kind: 'patch' }): Partial<Shown> {
  return {
    ...(background !== undefined && { background }),
    ...(attempt !== undefined && { attempt }),
  }
}

/** Sends an OTP. Without a response nothing changes, because no client can use an OTI that it never got. */
function send(
  state: ModelState,
  { otps }: Account,
  phone: string,
  outcome: Outcome,
  save: Save,
): Effect {
  if (outcome.is !== 'done') return { state }
  return save({ otps: { ...otps, [outcome.oti ?? '']: { phone, otp: outcome.otp ?? '' } } })
}

/** The error code of a verification, as far as the own account decides it; undefined when the OTP is right. */
function refusalOf({ shown, otps }: Account, wish: Wish & { kind: 'verify' }): number | undefined {
  const sent = otps[wish.oti]
  if (shown.phone === wish.phone) return ALREADY_LINKED
  if (!sent) return OTI_EXPIRED
  return sent.otp === wish.otp && sent.phone === wish.phone ? undefined : OTP_INCORRECT
}

function register(state: ModelState, wish: Wish & { kind: 'register' }, outcome: Outcome): Effect {
  if (state[wish.email]) return { state, code: EMAIL_TAKEN }
  const shown = { firstName: wish.firstName, ...NOTHING_SHOWN }
  const known = outcome.is === 'done' ? outcome : undefined
  const account = {
    ...(known?.userId && { id: known.userId }),
    password: wish.password,
    sessions: known?.token ? [known.token] : [],
    shown,
    otps: {},
    version: 0,
    recoveries: {},
  }
  return { state: { ...state, [wish.email]: account }, shown }
}

function logIn(state: ModelState, wish: Wish & { kind: 'login' }, outcome: Outcome): Effect {
  const account = state[wish.email]
  if (!account || account.password !== wish.password) return { state, code: WRONG_LOGIN }
  // A session whose token no client received has no further effect.
  if (outcome.is !== 'done') return { state }
  const sessions = [...account.sessions, outcome.token ?? '']
  const id = account.id ?? outcome.userId
  const next = { ...state, [wish.email]: { ...account, sessions, ...(id && { id }) } }
  return { state: next, shown: account.shown, ...(id && { id }) }
}

/**
 * Requests a recovery. If an SMS was sent, the account had that phone at the time, and the OTI is valid
 * for the version that the account has now.
 */
function forget(state: ModelState, { email }: Wish & { kind: 'forget' }, outcome: Outcome): Effect {
  if (outcome.is !== 'done' || !outcome.otp) return { state }
  const account = state[email]
  if (!account || account.shown.phone !== outcome.sentTo) return { state, code: IMPOSSIBLE }
  const recoveries = { ...account.recoveries, [outcome.oti ?? '']: account.version }
  return { state: { ...state, [email]: { ...account, recoveries } } }
}

/**
 * Resets the password and ends all sessions. The clients always send the right OTP, so only the OTI
 * decides: it works once, and only until the password or phone changes.
 */
function reset(state: ModelState, { oti, newPassword }: Wish & { kind: 'reset' }): Effect {
  const found = Object.entries(state).find(([, { recoveries }]) => oti in recoveries)
  const [email = '', account] = found ?? []
  if (!account || account.recoveries[oti] !== account.version) return { state, code: OTI_EXPIRED }
  const { [oti]: _, ...recoveries } = account.recoveries
  const version = account.version + 1
  const changed = { ...account, password: newPassword, sessions: [], version, recoveries }
  return { state: { ...state, [email]: changed } }
}

function isOthers(state: ModelState, email: string, phone: string): boolean {
  return Object.entries(state).some(
    ([other, { shown }]) => other !== email && shown.phone === phone,
  )
}

/** Compares the parts that the response shows: the portal's shows fewer. */
function isSame(outcome: Shown, shown: Shown): boolean {
  return Object.entries(outcome).every(
    ([name, value]) => value === undefined || value === shown[name as keyof Shown],
  )
}
