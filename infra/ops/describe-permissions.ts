import type { FunctionPermissions, Grant } from '../local/endpoint/permission-use.ts'
import { countOf } from './print.ts'

/** Number of grants (one action on one resource) and refused permissions over all functions. */
export interface PermissionTotals {
  readonly functions: number
  readonly used: number
  readonly unused: number
  /** Counts permissions, not calls. */
  readonly refused: number
  /** Grants for logs, tracing and event sources, whose use the local stack does not see. */
  readonly setApart: number
}

/** Adds up the grants of all functions. */
export function totalsOf(functions: readonly FunctionPermissions[]): PermissionTotals {
  const sum = (list: 'used' | 'unused' | 'refused' | 'setApart') =>
    functions.reduce((total, one) => total + one[list].length, 0)
  return {
    functions: functions.length,
    used: sum('used'),
    unused: sum('unused'),
    refused: sum('refused'),
    setApart: sum('setApart'),
  }
}

/** Whether the functions have exactly the permissions that they used. */
export function isLeastPrivilege(functions: readonly FunctionPermissions[]): boolean {
  const { unused, refused } = totalsOf(functions)
  return unused === 0 && refused === 0
}

/** Formats the report as lines of text. */
export function describePermissions(functions: readonly FunctionPermissions[]): string[] {
  const totals = totalsOf(functions)
  const width = Math.max(...functions.map(({ name }) => name.length))
  return [
    ...functions.flatMap((one) => describeFunction(one, width)),
    '',
    `Grants of ${totals.functions} functions: ${totals.used} used, ${totals.unused} unused. ` +
      `Permissions refused: ${totals.refused}.`,
    `Not exercised through the endpoint: logs, tracing, event sources (${totals.setApart}).`,
  ]
}

function describeFunction(
  { name, used, unused, refused }: FunctionPermissions,
  width: number,
): string[] {
  return [
    `${name.padEnd(width)}  ${used.length} of ${used.length + unused.length} used`,
    ...unused.map(({ action, ...where }) => `  unused   ${action} on ${describePlace(where)}`),
    ...refused.map(({ action, resource, times }) => {
      return `  refused  ${action} on ${resource}, ${countOf(times, 'time')}`
    }),
  ]
}

function describePlace({ resource, policy }: Pick<Grant, 'resource' | 'policy'>): string {
  return `${resource} (policy ${policy})`
}
