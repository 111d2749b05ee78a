import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The kept tables belong to an access key that is not known, so the engine would not find them. */
export class LostTablesError extends Error {
  override readonly name = 'LostTablesError'

  constructor(folder: string) {
    super(
      `The tables in ${folder} were made for another access key, as earlier versions did. ` +
        'Delete the local data, and the next start creates the tables again.',
    )
  }
}

const FILE = 'dynamodb-access-key'
/** The engine's files: one for each key and region, or one for all with -sharedDb. */
const TABLES = /^(?:shared-local-instance|[0-9a-f]+_\w+)\.db$/

/**
 * Returns the access key id that owns the tables in DynamoDB Local. The engine shows each key only its
 * own tables, and listens on every interface: the key keeps other machines out.
 * @param folder where the key is kept with the data; a new key each time when absent.
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
