import type { Prepared } from './prepared.ts'
import { Child } from './reload/child.ts'

/** The message of prepare-process.ts. */
export type PrepareMessage = Prepared | { readonly error: unknown }

/**
 * Bundles the functions and synthesizes the app. In another process, so that the memory of CDK, esbuild and
 * sources, 190 MB, is free when the stack runs.
 */
export async function prepare(): Promise<Prepared> {
  const child = new Child<never, PrepareMessage>('../prepare-process.ts')
  // After a failed start, nothing may change the folder any more.
  process.once('exit', () => child.end())
  const message = await child.next()
  if ('error' in message) throw message.error
  return message
}
