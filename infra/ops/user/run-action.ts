import { auditLogOf } from '../audited/audit-log.ts'
import { requireConfirmation } from '../audited/confirm.ts'
import { performAudited } from '../audited/perform-audited.ts'
import { findTarget, type Target } from '../audited/target.ts'
import type { NamedStack } from '../read-outputs.ts'
import type { Plan } from './action.ts'

/** An action on a user that was planned. */
export interface PlannedAction {
  /** The action's name, as in `end-sessions`. */
  readonly name: string
  readonly userId: string
  readonly plan: Plan
}

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
  const { name, userId, plan } = action
  const audited = { action: name, user_id: userId, details: plan.details }
  return await performAudited(audited, target, write, () => plan.perform())
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
