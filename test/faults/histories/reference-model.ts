import type { Operation, Outcome, Shown, Wish } from './operation.ts'

// The API without faults and parallel requests.

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

const UNAUTHORIZED = 1001
const OTI_EXPIRED = 2008
/** The code of no response: what was observed cannot be. */
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
  const effect = effectOf(state, wish, outcome)
  if (outcome.is === 'unknown') return effect.state === state ? [state] : [effect.state, state]
  if (outcome.is === 'refused') return effect.code === outcome.code ? [effect.state] : []
  if (effect.code !== undefined) return []
  const contradicts =
    (outcome.shown && effect.shown && !isSame(outcome.shown, effect.shown)) ||
    (outcome.userId && effect.id && outcome.userId !== effect.id)
  return contradicts ? [] : [effect.state]
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
      if (wish.password !== account.password) return { state, code: 2104 }
      return save({
        password: wish.newPassword,
        sessions: [wish.token],
        version: account.version + 1,
      })
    case 'send':
      if (isOthers(state, email, wish.phone)) return { state, code: 3708 }
      return send(state, account, wish.phone, outcome, save)
    case 'verify': {
      const code = refusalOf(account, wish)
      if (code) return { state, code }
      if (isOthers(state, email, wish.phone)) return { state, code: 3708 }
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

/** An OTI that no client received can have no further effect. */
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

/** The error code for an OTP, as far as this account decides it. */
function refusalOf({ shown, otps }: Account, wish: Wish & { kind: 'verify' }): number | undefined {
  const sent = otps[wish.oti]
  if (shown.phone === wish.phone) return 3709
  if (!sent) return 2008
  return sent.otp === wish.otp && sent.phone === wish.phone ? undefined : 2002
}

function register(state: ModelState, wish: Wish & { kind: 'register' }, outcome: Outcome): Effect {
  if (state[wish.email]) return { state, code: 2102 }
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
  if (!account || account.password !== wish.password) return { state, code: 2101 }
  // A session whose token no client received has no further effect.
  if (outcome.is !== 'done') return { state }
  const sessions = [...account.sessions, outcome.token ?? '']
  const id = account.id ?? outcome.userId
  const state_ = { ...state, [wish.email]: { ...account, sessions, ...(id && { id }) } }
  return { state: state_, shown: account.shown, ...(id && { id }) }
}

/** An SMS shows that the account had the phone when it was sent, and binds the OTI to this version. */
function forget(state: ModelState, { email }: Wish & { kind: 'forget' }, outcome: Outcome): Effect {
  if (outcome.is !== 'done' || !outcome.otp) return { state }
  const account = state[email]
  if (!account || account.shown.phone !== outcome.sentTo) return { state, code: IMPOSSIBLE }
  const recoveries = { ...account.recoveries, [outcome.oti ?? '']: account.version }
  return { state: { ...state, [email]: { ...account, recoveries } } }
}

/** The OTP is always the right one. It ends all sessions, once, unless password or phone changed. */
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
