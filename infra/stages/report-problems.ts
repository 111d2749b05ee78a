import { Annotations, CfnRule, Fn, type Stack } from 'aws-cdk-lib'
import type { Stage } from './stage.ts'

interface Problem {
  readonly id: string
  readonly text: string
}

/**
 * Warns about missing values, and about a missing firewall in a stage with real users. `npm run synth`
 * continues; `npm run deploy` is strict and fails.
 */
export function warnOfProblems(stack: Stack, stage: Stage): void {
  for (const { id, text } of findProblems(stage)) Annotations.of(stack).addWarningV2(id, text)
}

/**
 * Makes CloudFormation refuse a stack with the same problems, because a plain `cdk deploy` is not strict. Adds a rule
 * that never holds. A rule must compare a parameter: this one compares the CDK's `BootstrapVersion`.
 */
export function refuseProblems(stack: Stack, stage: Stage): void {
  const problems = findProblems(stage)
  if (problems.length === 0) return
  new CfnRule(stack, 'StageIsComplete', {
    assertions: problems.map(({ text }) => ({
      assert: Fn.conditionContains(['never'], Fn.ref('BootstrapVersion')),
      assertDescription: text,
    })),
  })
}

function findProblems({ name, missing, keepsData, edge }: Stage): Problem[] {
  const problems: Problem[] = []
  if (missing.length > 0) {
    problems.push({
      id: 'user-api:missing',
      text: `Stage "${name}" lacks values, to be filled in in infra/stages/own-values.ts: ${missing.join(', ')}`,
    })
  }
  if (keepsData && !edge?.firewall) {
    problems.push({
      id: 'user-api:firewall',
      text:
        `Stage "${name}" has no edge.firewall in infra/stages/stages.ts: one client could use up the ` +
        'throttle of a route. Set the limits of one, or the webAclArn of a web ACL in us-east-1',
    })
  }
  return problems
}
