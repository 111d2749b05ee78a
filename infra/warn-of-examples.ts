import { Annotations, type Stack } from 'aws-cdk-lib'
import { examples, type Stage } from './stages.ts'

/**
 * Warns of each example value that is left in a stage with real users. `npm run synth` goes on;
 * `npm run deploy` is strict and refuses.
 */
export function warnOfExamples(stack: Stack, stage: Stage): void {
  if (!stage.keepsData) return
  const text = JSON.stringify(stage)
  for (const [name, example] of Object.entries(examples)) {
    if (!text.includes(example)) continue
    Annotations.of(stack).addWarningV2(
      `user-api:example:${name}`,
      `Stage "${stage.name}" still has the example ${name} ${example}: replace it in infra/stages.ts`,
    )
  }
}
