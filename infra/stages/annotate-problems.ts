import { Annotations, type Stack } from 'aws-cdk-lib'
import type { Stage } from './stage.ts'

/**
 * Warns about missing values, and about a missing firewall in a stage with real users. `npm run synth`
 * continues; `npm run deploy` is strict and fails.
 */
export function annotateProblems(stack: Stack, stage: Stage): void {
  const annotations = Annotations.of(stack)
  if (stage.missing.length > 0) {
    annotations.addWarningV2(
      'user-api:missing',
      `Stage "${stage.name}" lacks values, to be filled in in infra/stages/own-values.ts: ${stage.missing.join(', ')}`,
    )
  }
  if (stage.keepsData && !stage.edge?.firewall) {
    annotations.addWarningV2(
      'user-api:firewall',
      `Stage "${stage.name}" has no edge.firewall in infra/stages/stages.ts: one client could use up the ` +
        'throttle of a route. Set the limits of one, or the webAclArn of a web ACL in us-east-1',
    )
  }
}
