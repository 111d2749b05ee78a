import { print, printTable } from '../ops/print.ts'
import {
  type Accepted,
  acceptedFindings,
  type StageFinding,
  sortFindings,
} from './accepted-findings.ts'

/**
 * Prints the findings that are not accepted, the accepted ones that no longer occur, and a summary.
 * @returns whether every finding is accepted, and every accepted finding occurs.
 */
export function reportFindings(
  findings: readonly StageFinding[],
  run: { readonly linters: readonly string[]; readonly stages: readonly string[] },
  accepted: readonly Accepted[] = acceptedFindings,
): boolean {
  const { refused, unused } = sortFindings(findings, accepted)
  if (refused.length > 0) printTable(refused.map((finding) => ({ ...finding })))
  for (const { rule, reason } of unused)
    print(
      `${rule} is accepted but no longer occurs: remove its entry "${reason}" from infra/linters/accepted-findings.ts`,
    )
  print(
    `${run.linters.join(', ')}: ${findings.length} findings in ${run.stages.join(' and ')}, ${refused.length} of them not accepted. ${accepted.length} rules are accepted, each with a reason.`,
  )
  return refused.length === 0 && unused.length === 0
}
