import { setTimeout } from 'node:timers/promises'
import type { HandlerChange, LocalStack } from './local-stack.ts'
import { type Phase, timePhase } from './time-phases.ts'

const POLL_MS = 5
/** Between saves, so that each is measured alone. */
const PAUSE_MS = 4_000

/**
 * Saves the handler of GET /auth/me several times.
 * @returns the phases of each save. The last one is the wait for a response of the new code.
 */
export async function measureReloads(
  stack: LocalStack,
  token: string,
  saves: number,
): Promise<Phase[][]> {
  const runs: Phase[][] = []
  for (let count = 1; count <= saves; count++) {
    const major = `Saved ${count}`
    const phases: Phase[] = [...(await stack.save(toChange(major)))]
    await timePhase(phases, 'response', () => untilMajor(stack, token, major))
    runs.push(phases)
    await setTimeout(PAUSE_MS)
  }
  return runs
}

/** Makes the handler respond with another `major`. */
function toChange(major: string): HandlerChange {
  return {
    file: 'functions/auth/me.get.ts',
    edit: (code) =>
      code.replace(/(?<=\n {2}return ).*toUserDetails\(user\).*/, () => {
        return `{ ...toUserDetails(user), major: '${major}' }`
      }),
  }
}

async function untilMajor({ driver }: LocalStack, token: string, major: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  for (;;) {
    const { body } = await driver.call({ method: 'GET', path: '/auth/me', headers })
    if (body.data?.major === major) return
    await setTimeout(POLL_MS)
  }
}
