import { IMPORTED_PREFIX } from '../../../shared/accounts/password.ts'
import type { User } from '../../../shared/accounts/user.ts'
import type { StoredAccounts } from './stored-accounts.ts'
import { hasNoPassword } from './stored-hash.ts'

/** What to do with a line, given what is stored. */
export type Decision =
  | { readonly action: 'create' }
  | { readonly action: 'replace'; readonly stored: User }
  /** The line is stored already, by an earlier import or by an earlier attempt of this import. */
  | { readonly action: 'keep'; readonly stored: User }
  | { readonly action: 'refuse'; readonly reason: string; readonly stored: User | undefined }

/** Decides what to do with an account. Never takes an id, e-mail or phone of another account, or undoes what a user did. */
export function decide(user: User, stored: StoredAccounts): Decision {
  const profile = stored.profile(user.id)
  if (profile?.imported && profile.imported.line === user.imported?.line) {
    return { action: 'keep', stored: profile }
  }
  const reason = findRefusal(user, profile, stored)
  if (reason) return { action: 'refuse', reason, stored: profile }
  return profile ? { action: 'replace', stored: profile } : { action: 'create' }
}

function findRefusal(
  user: User,
  profile: User | undefined,
  stored: StoredAccounts,
): string | undefined {
  if (stored.isDeleted(user.id)) return 'id: The account was deleted'
  if (profile && !isSameAccount(user, profile)) return 'id: Another account has it'
  if (isOfOther(user.id, stored.emailOwner(user.email))) return 'email: Another account has it'
  if (user.phone && isOfOther(user.id, stored.phoneOwner(user.phone))) {
    return 'phone_number: Another account has it'
  }
  if (profile && !isUnused(profile))
    return 'The account was imported before and has been used since'
  return undefined
}

function isOfOther(userId: string, owner: string | undefined): boolean {
  return owner !== undefined && owner !== userId
}

/** Whether both are the same account. Two old systems may both have an id such as `17`, so the e-mail address decides. */
function isSameAccount(user: User, stored: User): boolean {
  return stored.imported !== undefined && stored.email === user.email
}

/** Whether nobody has used the account since its import: no change, no login, the imported password. */
function isUnused({ imported, updatedAt, passwordHash, sessions }: User): boolean {
  const isHashKept = passwordHash.startsWith(IMPORTED_PREFIX) || hasNoPassword(passwordHash)
  return updatedAt === imported?.at && isHashKept && Object.keys(sessions).length === 0
}
