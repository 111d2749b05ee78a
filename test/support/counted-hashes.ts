import { createHook } from 'node:async_hooks'

/** Calls `run`. Returns how many argon2 hashes of passwords this process began meanwhile. */
export async function countHashes(run: () => Promise<unknown>): Promise<number> {
  let hashes = 0
  const hook = createHook({
    init: (_, type) => {
      if (type === 'ARGON2REQUEST') hashes += 1
    },
  }).enable()
  try {
    await run()
  } finally {
    hook.disable()
  }
  return hashes
}
