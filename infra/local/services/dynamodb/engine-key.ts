import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The stored tables belong to an unknown access key, so DynamoDB Local would not find them. */
export class LostTablesError extends Error {
  override readonly name = 'LostTablesError'

  constructor(folder: string) {
    super(
      `The tables in ${folder} belong to another access key: an earlier version created them. ` +
        'Delete the local data; the next start then creates the tables again.',
    )
  }
}

const FILE = 'dynamodb-access-key'
/** Files of DynamoDB Local: one for each key and region, or one for all with -sharedDb. */
const TABLES = /^(?:shared-local-instance|[0-9a-f]+_\w+)\.db$/

/**
 * Returns the access key id that owns the tables in DynamoDB Local. DynamoDB Local listens on every network
 * interface, but shows each key only that key's tables. Other machines do not know the key and see no tables.
 * @param folder where the key is stored with the data; when absent, each call returns a new key.
 * @throws LostTablesError when the folder has tables and no key.
 */
export async function engineKey(folder?: string): Promise<string> {
  // Letters and digits only: DynamoDB Local refuses any other key.
  const fresh = randomBytes(16).toString('hex')
  if (!folder) return fresh
  await mkdir(folder, { recursive: true })
  const files = await readdir(folder)
  if (files.includes(FILE)) return await readFile(join(folder, FILE), 'utf8')
  if (files.some((file) => TABLES.test(file))) throw new LostTablesError(folder)
  await writeFile(join(folder, FILE), fresh, { mode: 0o600 })
  return fresh
}
