import { parentPort } from 'node:worker_threads'
import {
  type FlagState,
  flagNames,
  listFeatureFlags,
  switchFeatureFlag,
} from '../../../shared/feature-flags/feature-flags.ts'

// The domain functions read their configuration from `process.env`. A thread has a separate
// `process.env`, so the domain functions run in this thread.

/** Requests the flags, after a change if there is one. */
export interface FlagsRequest {
  readonly change?: { readonly name: string; readonly isOn: boolean }
}

export type FlagsReply = { readonly flags: FlagState[] } | { readonly error: string }

parentPort?.on('message', async (request: FlagsRequest) => {
  parentPort?.postMessage(await handle(request))
})

async function handle({ change }: FlagsRequest): Promise<FlagsReply> {
  try {
    if (change) await switchFlag(change)
    return { flags: await listFeatureFlags() }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

async function switchFlag(change: NonNullable<FlagsRequest['change']>): Promise<void> {
  const name = flagNames.find((known) => known === change.name)
  if (!name) throw new Error(`There is no flag "${change.name}", only ${flagNames.join(', ')}.`)
  await switchFeatureFlag(name, change.isOn)
}
