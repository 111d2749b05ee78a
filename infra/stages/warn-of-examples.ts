import { Annotations, type Stack } from 'aws-cdk-lib'
import type { Stage } from './stage.ts'
import { examples } from './stages.ts'

/**
 * Warns about example values, and a missing firewall, in a stage with real users. `npm run synth` continues; `npm run deploy` is
 * strict and fails.
 */
export function warnOfExamples(stack: Stack, stage: Stage): void {
  const text = JSON.stringify(stage)
  const left = Object.entries(examples).filter(([, example]) => text.includes(example))
  if (stage.keepsData && !stage.edge?.firewall) {
    Annotations.of(stack).addWarningV2(
      'user-api:firewall',
      `Stage "${stage.name}" has no edge.firewall in infra/stages/stages.ts: one client could use up the ` +
        'throttle of a route. Set the limits of one, or the webAclArn of a web ACL in us-east-1',
    )
  }
  if (!stage.keepsData || left.length === 0) return
  const named = left.map(([name, example]) => `${name} ${example}`).join(', ')
  Annotations.of(stack).addWarningV2(
    'user-api:examples',
    `Stage "${stage.name}" still has examples, to be replaced in infra/stages/stages.ts: ${named}`,
  )
}
