import type { Picture } from '../../../shared/accounts/picture.ts'
import type { User } from '../../../shared/accounts/user.ts'
import { retry, TryAgainError } from '../../../shared/aws/retry.ts'
import { type TransactionItem, writeTransaction } from '../../../shared/aws/transaction.ts'
import { deletePicture, putPicture } from '../../../shared/profile-picture/pictures-bucket.ts'
import { inParallel } from '../in-parallel.ts'
import type { ImportedAccount } from './account-line.ts'
import { type Decision, decide } from './decide.ts'
import { LineError } from './line-error.ts'
import { type LoadedPicture, loadPicture, type PictureSources } from './picture-file.ts'
import { createAccount, readStored, replaceAccount } from './stored-accounts.ts'

/** The result of importing one account, or its expected result in a dry run. */
export interface StoredLine {
  readonly account: ImportedAccount
  readonly outcome: Success | { readonly is: 'failed'; readonly reason: string }
}

/** An account that is stored, and its profile. */
export interface Success {
  readonly is: 'imported' | 'updated' | 'unchanged'
  readonly user: User
}

/** Options of an import. */
export interface ImportOptions extends PictureSources {
  readonly isDryRun: boolean
}

/** Pictures that are encoded in parallel. Few, because decoding one may need 150 MB and more. */
const PICTURES_AT_ONCE = 2

interface Decided {
  readonly account: ImportedAccount
  readonly decision: Decision
}

type Pictures = Map<ImportedAccount, LoadedPicture | LineError>

/**
 * Stores at most MAX_ACCOUNTS accounts with their claims on e-mail and phone, in one transaction. If DynamoDB
 * refuses the transaction, an item has changed since the read: then it reads and decides all of them again.
 * @throws ServiceUnavailableError when the transaction is refused 8 times.
 */
export async function storeAccounts(
  accounts: readonly ImportedAccount[],
  options: ImportOptions,
): Promise<readonly StoredLine[]> {
  const pictures: Pictures = new Map()
  const written = await retry({ attempts: 8 }, async () => {
    const stored = await readStored(accounts.map(({ user }) => user))
    const decided = accounts.map((account) => ({
      account,
      decision: decide(account.user, stored),
    }))
    await loadPictures(decided, pictures, options)
    const planned = decided.map(({ account, decision }) => plan(account, decision, pictures))
    const writes = planned.flatMap(({ items }) => items)
    if (writes.length > 0 && !options.isDryRun) {
      if (await writeTransaction({ writes })) throw new TryAgainError()
    }
    return planned
  })
  if (!options.isDryRun) await removeUnused(written, pictures)
  return written
}

interface Planned extends StoredLine {
  readonly items: TransactionItem[]
  /** The picture that the profile showed before, and the one that it shows afterwards. */
  readonly before: Picture | undefined
  readonly after: Picture | undefined
}

function plan(account: ImportedAccount, decision: Decision, pictures: Pictures): Planned {
  const before = decision.action === 'create' ? undefined : decision.stored?.picture
  const loaded = pictures.get(account)
  const unwritten = { account, items: [], before, after: before }
  if (decision.action === 'refuse') {
    return { ...unwritten, outcome: { is: 'failed', reason: decision.reason } }
  }
  if (decision.action === 'keep') {
    const { stored: user } = decision
    const isOfThisRun = user.imported?.at === account.user.imported?.at
    return { ...unwritten, outcome: { is: isOfThisRun ? 'imported' : 'unchanged', user } }
  }
  if (loaded instanceof LineError) {
    return { ...unwritten, outcome: { is: 'failed', reason: loaded.message } }
  }
  const user = { ...account.user, picture: loaded?.picture }
  const written = { account, before, after: user.picture }
  return decision.action === 'create'
    ? { ...written, outcome: { is: 'imported', user }, items: createAccount(user) }
    : { ...written, outcome: { is: 'updated', user }, items: replaceAccount(user, decision.stored) }
}

/** Stores the pictures of the accounts that will be written. Runs first, so that no profile names a missing picture. */
async function loadPictures(
  decided: readonly Decided[],
  pictures: Pictures,
  { isDryRun, ...sources }: ImportOptions,
): Promise<void> {
  await inParallel(decided, PICTURES_AT_ONCE, async ({ account, decision: { action } }) => {
    const isWritten = action === 'create' || action === 'replace'
    if (!isWritten || account.picture === undefined || pictures.has(account)) return
    try {
      const loaded = await loadPicture(account.user.id, account.picture, sources)
      if (!isDryRun) await putPicture(loaded.picture.key, loaded.encoded)
      pictures.set(account, loaded)
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      pictures.set(account, error)
    }
  })
}

/** Removes pictures that no profile shows: replaced ones, and those of accounts that were refused in a later attempt. */
async function removeUnused(planned: readonly Planned[], pictures: Pictures): Promise<void> {
  for (const { account, before, after } of planned) {
    const loaded = pictures.get(account)
    const stored = loaded instanceof LineError ? undefined : loaded?.picture
    const keys = new Set([stored?.key, before?.key])
    keys.delete(after?.key)
    for (const key of keys) if (key) await deletePicture(key)
  }
}
