import { toTime } from '../print.ts'
import type { Restore } from './restored-table.ts'
import type { RestoreStep } from './steps.ts'

/**
 * Describes what will happen before it is confirmed.
 * @param restore undefined when no table is restored.
 */
export function describePlan(
  steps: readonly RestoreStep[],
  restore: Restore | undefined,
): string[] {
  return [
    ...(restore ? describeRestore(restore) : []),
    'Will',
    ...steps.map(({ effect }, index) => `  ${index + 1}. ${effect}`),
    ...(restore ? LIMITS : []),
  ]
}

const LIMITS = [
  'Cannot',
  '  - keep what was written since: new accounts, changes, logouts. Only the old table has it.',
  '  - restore other tables, or pictures that users replaced or deleted since.',
  '  - put the new table into the stack: it prints how, at the end.',
]

function describeRestore({ source, target, to }: Restore): string[] {
  return [
    `Restore  ${source}`,
    `As of    ${toTime(to.getTime())}`,
    `Into     ${target}, a new table. The old one stays as it is`,
  ]
}
