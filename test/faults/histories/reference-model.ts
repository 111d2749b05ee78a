import type { Operation, Shown, Told, Wish } from './operation.ts'

// What the API is when nothing fails and one request comes after the other.

interface Account {
  readonly id?: string
  readonly password: string
  readonly sessions: readonly string[]
  readonly shown: Shown
  /** OTPs that were sent and not used, by their OTIs. */
  readonly otps: Readonly<Record<string, { phone: string; otp: string }>>
}

/** The accounts, by their e-mail addresses. */
export type ModelState = Readonly<Record<string, Account>>

export const nobody: ModelState = {}

const UNAUTHORIZED = 1001
const NOTHING_SHOWN = { background: null, attempt: null, phone: null, picture: null }

/** What comes of a wish: the state after it and what is answered, as far as the model decides it. */
interface Effect {
  readonly state: ModelState
  readonly code?: number
  readonly shown?: Shown
  readonly id?: string
}

type Save = (changes: Partial<Account>) => Effect

/** The states that an operation may lead to from this one; none when its answer is impossible in it. */
export function statesAfter(state: ModelState, { wish, told }: Operation): ModelState[] {
  const effect = effectOf(state, wish, told)
  if (told.is === 'unknown') return effect.state === state ? [state] : [effect.state, state]
  if (told.is === 'refused') return effect.code === told.code ? [effect.state] : []
  if (effect.code !== undefined) return []
  const contradicts =
    (told.shown && effect.shown && !isSame(told.shown, effect.shown)) ||
    (told.userId && effect.id && told.userId !== effect.id)
  return contradicts ? [] : [effect.state]
}

function effectOf(state: ModelState, wish: Wish, told: Told): Effect {
  if (wish.kind === 'register') return register(state, wish, told)
  if (wish.kind === 'login') return logIn(state, wish, told)
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
      return save({ password: wish.newPassword, sessions: [wish.token] })
    case 'send':
      if (isOthers(state, email, wish.phone)) return { state, code: 3708 }
      return send(state, account, wish.phone, told, save)
    case 'verify': {
      const code = refusalOf(account, wish)
      if (code) return { state, code }
      if (isOthers(state, email, wish.phone)) return { state, code: 3708 }
      const { [wish.oti]: _, ...otps } = account.otps
      return save({ otps, shown: { ...account.shown, phone: wish.phone } })
    }
  }
}

function changesOf({ background, attempt }: Wish & { kind: 'patch' }): Partial<Shown> {
  return {
    ...(background !== undefined && { background }),
    ...(attempt !== undefined && { attempt }),
  }
}

/** Nobody knows an OTI that was not told, so nothing can come of it. */
function send(state: ModelState, { otps }: Account, phone: string, told: Told, save: Save): Effect {
  if (told.is !== 'done') return { state }
  return save({ otps: { ...otps, [told.oti ?? '']: { phone, otp: told.otp ?? '' } } })
}

/** Why an OTP does not link its phone, as far as this account decides it. */
function refusalOf({ shown, otps }: Account, wish: Wish & { kind: 'verify' }): number | undefined {
  const sent = otps[wish.oti]
  if (shown.phone === wish.phone) return 3709
  if (!sent) return 2008
  return sent.otp === wish.otp && sent.phone === wish.phone ? undefined : 2002
}

function register(state: ModelState, wish: Wish & { kind: 'register' }, told: Told): Effect {
  if (state[wish.email]) return { state, code: 2102 }
  const shown = { firstName: wish.firstName, ...NOTHING_SHOWN }
  const known = told.is === 'done' ? told : undefined
  const account = {
    ...(known?.userId && { id: known.userId }),
    password: wish.password,
    sessions: known?.token ? [known.token] : [],
    shown,
    otps: {},
  }
  return { state: { ...state, [wish.email]: account }, shown }
}

function logIn(state: ModelState, wish: Wish & { kind: 'login' }, told: Told): Effect {
  const account = state[wish.email]
  if (!account || account.password !== wish.password) return { state, code: 2101 }
  // A session whose token was not told changes nothing for anybody.
  if (told.is !== 'done') return { state }
  const sessions = [...account.sessions, told.token ?? '']
  const id = account.id ?? told.userId
  const state_ = { ...state, [wish.email]: { ...account, sessions, ...(id && { id }) } }
  return { state: state_, shown: account.shown, ...(id && { id }) }
}

function isOthers(state: ModelState, email: string, phone: string): boolean {
  return Object.entries(state).some(
    ([other, { shown }]) => other !== email && shown.phone === phone,
  )
}

/** The portal shows less; what it does not show is undefined. */
function isSame(told: Shown, shown: Shown): boolean {
  return Object.entries(told).every(
    ([name, value]) => value === undefined || value === shown[name as keyof Shown],
  )
}
