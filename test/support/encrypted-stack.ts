import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { useOutputs } from '../../infra/ops/use-outputs.ts'
import { startUserApi } from '../../infra/start/start-user-api.ts'
import { switchFeatureFlag } from '../../shared/feature-flags/feature-flags.ts'
import { assemblyOf } from './assemblies.ts'

/** A local stack whose responses are encrypted, for programs in other languages. */
export interface EncryptedStack {
  readonly apiUrl: string
  /** The value of LOCAL_FOLDER with which the operators' commands find the stack. */
  readonly localFolder: string
  stop: () => Promise<void>
}

/** Starts a stack with its data in memory, and switches encryption on. */
export async function startEncryptedStack(): Promise<EncryptedStack> {
  const stack = await startUserApi({ assembly: await assemblyOf('local') })
  const localFolder = await mkdtemp(join(tmpdir(), 'user api-'))
  const outputs = join(localFolder, 'outputs.json')
  await writeFile(outputs, JSON.stringify({ stack: stack.outputs }))
  useOutputs(outputs)
  await switchFeatureFlag('response_encryption', true)
  return {
    apiUrl: stack.apiUrl,
    localFolder,
    stop: async () => {
      await stack.stop()
      await rm(localFolder, { recursive: true })
    },
  }
}
