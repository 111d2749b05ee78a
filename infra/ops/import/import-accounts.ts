import { patiently } from '../patiently.ts'
import { type ImportedAccount, parseAccount } from './account-line.ts'
import { LineError } from './line-error.ts'
import { parseLines } from './parse-lines.ts'
import { type Line, readLines } from './read-lines.ts'
import type { ResultFile } from './result-files.ts'
import {
  type ImportOptions,
  type StoredLine,
  type Success,
  storeAccounts,
} from './store-accounts.ts'
import { MAX_ACCOUNTS } from './stored-accounts.ts'
import { hasNoPassword } from './stored-hash.ts'

/** The result files of an import of accounts. */
export interface AccountFiles {
  /** `{line, reason}` of each line that failed. */
  readonly failed: ResultFile
  /** `{old_id, id}` of each account whose id is not the old one. */
  readonly ids: ResultFile
  /** `{id, email, has_phone}` of each account whose user has to reset the password. */
  readonly toInvite: ResultFile
}

/** The number of lines by result. `to_invite` counts users who have to reset the password. */
export interface AccountTotals {
  lines: number
  imported: number
  updated: number
  unchanged: number
  failed: number
  to_invite: number
}

/** Callbacks of the import of accounts. */
export interface AccountProgress {
  /** Called after each group of lines. */
  show(lines: number): void
  /** Called with the id of each account that is stored, or would be. */
  stored(userId: string): void
}

/**
 * Imports the accounts of a file, in the order of its lines. Safe to repeat: stored accounts stay as they
 * are, so a second run continues an interrupted import.
 * @throws Error when AWS is out of reach for long. Standard error then names the line.
 */
export async function importAccounts(
  options: ImportOptions,
  files: AccountFiles,
  progress: AccountProgress,
): Promise<AccountTotals> {
  const totals = { lines: 0, imported: 0, updated: 0, unchanged: 0, failed: 0, to_invite: 0 }
  const now = Date.now()
  const seen = new Map<string, number>()
  for await (const lines of readLines(options.file, MAX_ACCOUNTS)) {
    const { parsed, failed } = parseLines(lines, (line) => parseFirst(line, now, seen))
    for (const { account, outcome } of await store(parsed, options)) {
      if (outcome.is === 'failed') failed.push({ line: account.line, reason: outcome.reason })
      else note(account, outcome)
    }
    for (const one of failed.sort((one, other) => one.line - other.line)) files.failed.write(one)
    totals.failed += failed.length
    totals.lines += lines.length
    progress.show(totals.lines)
  }
  return totals

  function note({ oldId }: ImportedAccount, { is, user }: Success): void {
    const { id, email, phone } = user
    totals[is] += 1
    progress.stored(id)
    if (oldId !== undefined && oldId !== id) files.ids.write({ old_id: oldId, id })
    if (!hasNoPassword(user.passwordHash)) return
    totals.to_invite += 1
    files.toInvite.write({ id, email, has_phone: phone !== undefined })
  }
}

/** Parses a line. When several lines have the same id, address or phone, all but the first fail. */
function parseFirst(line: Line, now: number, seen: Map<string, number>): ImportedAccount {
  const account = parseAccount(line, now)
  const { id, email, phone } = account.user
  // The id last: without one in the line, it is derived from the address.
  const fields = Object.entries({ email, ...(phone && { phone_number: phone }), id })
  for (const [field, value] of fields) {
    const earlier = seen.get(value)
    if (earlier !== undefined) throw new LineError(`${field}: Line ${earlier} has it`)
  }
  for (const [, value] of fields) seen.set(value, line.number)
  return account
}

async function store(
  accounts: readonly ImportedAccount[],
  options: ImportOptions,
): Promise<readonly StoredLine[]> {
  try {
    return await patiently(() => storeAccounts(accounts, options))
  } catch (error) {
    const [first] = accounts
    const where = `Stopped at line ${first?.line}. Run the command again to continue.`
    process.stderr.write(`${where}\n`)
    throw error
  }
}
