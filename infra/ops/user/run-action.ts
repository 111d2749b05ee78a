import { randomUUID } from 'node:crypto'
import { explainFailure } from '../explain-failure.ts'
import type { NamedStack } from '../read-outputs.ts'
import type { Plan } from './action.ts'
import { type AuditRecord, auditLogOf, type WriteAudit } from './audit-log.ts'
import { requireConfirmation } from './confirm.ts'
import { findTarget, type Target } from './target.ts'

/** An action on a user that was planned. */
export interface PlannedAction {
  /** The action's name, as in `end-sessions`. */
  readonly name: string
  readonly userId: string
  readonly plan: Plan
}

type Phase = Pick<AuditRecord, 'phase' | 'outcome' | 'error'>

/**
 * Shows what will be done and where, asks for confirmation, and performs the action between two audit records.
 * @returns what was done, as text.
 * @throws Error when the operator does not confirm, or the first record cannot be written. Nothing was done then.
 */
export async function runAction(
  action: PlannedAction,
  stack: NamedStack,
  { yes = false }: { yes?: boolean },
): Promise<string> {
  const target = await findTarget(stack)
  for (const line of describe(action, target)) process.stderr.write(`${line}\n`)
  const write = auditLogOf(stack.outputs)
  if (!yes) await requireConfirmation()
  return await performAudited(action, target, write)
}

function describe({ userId, plan }: PlannedAction, target: Target): string[] {
  const { account, operator, stackName, stage, region } = target
  return [
    `Account  ${account}, as ${operator}`,
    `Stack    ${stackName} (stage ${stage}), ${region}`,
    `User     ${userId}`,
    `Will     ${plan.effect}.`,
  ]
}

async function performAudited(
  { name, userId, plan }: PlannedAction,
  { operator, account, stackName }: Target,
  write: WriteAudit,
): Promise<string> {
  const id = randomUUID()
  const record = async (phase: Phase, otherwise: string) => {
    const time = new Date().toISOString()
    const what = { action: name, user_id: userId, details: plan.details }
    try {
      await write({ id, time, ...phase, operator, account, stack: stackName, ...what })
    } catch (error) {
      throw new Error(`${otherwise} The audit log cannot be written. ${explainFailure(error)}`)
    }
  }
  await record({ phase: 'intent' }, 'Nothing was done.')
  let done: string
  try {
    done = await plan.perform()
  } catch (error) {
    const outcome = { outcome: 'failed', error: nameOf(error) } as const
    await record({ phase: 'result', ...outcome }, `It failed: ${explainFailure(error)}`)
    throw error
  }
  await record({ phase: 'result', outcome: 'done' }, `It was done: ${done}`)
  return done
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
