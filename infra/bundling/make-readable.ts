import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Lets everybody read the bundles, as Lambda's sandbox has to. A deployment takes over the modes of the files, and with a
 * umask of 027 or 077 only their owner may read them:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-deploy-functions.html
 */
export async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  }
}
