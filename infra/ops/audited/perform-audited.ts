import { randomUUID } from 'node:crypto'
import { explainFailure } from '../explain-failure.ts'
import type { AuditedAction, AuditRecord, WriteAudit } from './audit-log.ts'
import type { Target } from './target.ts'

type Phase = Pick<AuditRecord, 'phase' | 'outcome' | 'error'>

/**
 * Performs an action between two audit records.
 * @returns what `perform` returns. `describe` makes text of it.
 * @throws Error when the first record cannot be written: nothing was done.
 */
export async function performAudited<T>(
  action: AuditedAction,
  { operator, account, stackName }: Target,
  write: WriteAudit,
  { perform, describe }: { perform(): Promise<T>; describe(result: T): string },
): Promise<T> {
  const id = randomUUID()
  const record = async (phase: Phase, otherwise: string) => {
    const time = new Date().toISOString()
    try {
      await write({ id, time, ...phase, operator, account, stack: stackName, ...action })
    } catch (error) {
      throw new Error(`${otherwise} The audit log cannot be written. ${explainFailure(error)}`)
    }
  }
  await record({ phase: 'intent' }, 'Nothing was done.')
  let done: T
  try {
    done = await perform()
  } catch (error) {
    const outcome = { outcome: 'failed', error: nameOf(error) } as const
    await record({ phase: 'result', ...outcome }, `It failed: ${explainFailure(error)}`)
    throw error
  }
  await record({ phase: 'result', outcome: 'done' }, `It was done: ${describe(done)}`)
  return done
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
