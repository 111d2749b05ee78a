import type { NamedStack } from '../read-outputs.ts'
import { type AuditedAction, auditLogOf } from './audit-log.ts'
import { requireConfirmation } from './confirm.ts'
import { performAudited } from './perform-audited.ts'
import { findTarget } from './target.ts'

/** An action on a stack that an operator has to confirm. */
export interface ConfirmedAction<T> {
  readonly audited: AuditedAction
  /** What will be done, as lines of text. They may contain personal data. */
  readonly plan: readonly string[]
  /** Performs the action. */
  perform(): Promise<T>
  /** What was done, as text. @default the result itself */
  describe?(result: T): string
}

/**
 * Shows where and what will be done, asks for confirmation, and performs the action between two audit records.
 * @param yes confirms without a question.
 * @returns what `perform` returns.
 * @throws Error when the operator does not confirm, or the first record cannot be written. Nothing was done then.
 */
export async function runConfirmed<T>(
  { audited, plan, perform, describe = String }: ConfirmedAction<T>,
  stack: NamedStack,
  yes = false,
): Promise<T> {
  const target = await findTarget(stack)
  const { account, operator, stackName, stage, region } = target
  const place = [
    `Account  ${account}, as ${operator}`,
    `Stack    ${stackName} (stage ${stage}), ${region}`,
  ]
  for (const line of [...place, ...plan]) process.stderr.write(`${line}\n`)
  const write = auditLogOf(stack.outputs)
  if (!yes) await requireConfirmation()
  return await performAudited(audited, target, write, { perform, describe })
}
