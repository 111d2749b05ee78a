import { parentPort } from 'node:worker_threads'
import { listFeatureFlags, switchFeatureFlag } from '../../../shared/feature-flags/feature-flags.ts'
import type { FlagAnswer, FlagQuestion } from './flags.ts'

// The domain's functions find their stack in the environment, which is a whole process's: so they
// are called in a thread, whose environment is its own.

parentPort?.on('message', async (question: FlagQuestion) => {
  parentPort?.postMessage(await answer(question))
})

async function answer({ change }: FlagQuestion): Promise<FlagAnswer> {
  try {
    if (change) await switchFeatureFlag(change.name, change.isOn)
    return { flags: await listFeatureFlags() }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
