import type { User } from '../../../shared/accounts/user.ts'
import type { FoundUser } from './find-user.ts'

/** Something that an operator can do to a user: an option of `npm run user`. */
export interface UserAction<Value = unknown> {
  /** The option in commander's syntax, as in `--points <n>`. Its name is also in the audit log. */
  readonly flags: string
  readonly description: string
  /** Parses the value of the option. @throws InvalidArgumentError */
  readonly parse?: (text: string) => Value
  /** Plans the action, and changes nothing. @throws Error when it is not possible. */
  plan(found: FoundUser, value: Value): Plan | Promise<Plan>
}

/** An action that is possible, before it is confirmed. */
export interface Plan {
  /** What the action will do, as text for the operator. It may contain personal data. */
  readonly effect: string
  /** For the audit record. Numbers only: an audit record contains no e-mail address and no phone. */
  readonly details?: Readonly<Record<string, number>>
  /** Performs the action and returns what was done, as text for the operator. */
  perform(): Promise<string>
}

/** Defines an action. Its `plan` gets what its `parse` returns, or `true` for an option without a value. */
export function defineAction<Value>(action: UserAction<Value>): UserAction {
  return action as UserAction
}

/** Returns the profile of a found user. @throws Error when there is none. */
export function requireProfile({ user }: FoundUser): User {
  if (!user) throw new Error('The account is deleted: it has no profile.')
  return user
}

/** The account has changed since the action was planned. Nothing was written. */
export class AccountChangedError extends Error {
  override readonly name = 'AccountChangedError'

  constructor() {
    super('The account has changed in the meantime, and nothing was done. Look at it again.')
  }
}
