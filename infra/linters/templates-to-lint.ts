import type { Template } from '../release/released-template.ts'
import { synthesizeTemplates } from '../release/synthesize-templates.ts'
import { type StackIdentity, stacksOf } from '../stages/stacks.ts'
import { stageNamed } from '../stages/stages.ts'

/** Synthesizes the template of every stack of a stage. @throws Error when the app and the list of stacks differ. */
export async function templatesToLint(
  stage: string,
): Promise<(StackIdentity & { readonly template: Template })[]> {
  const templates = await synthesizeTemplates(stage)
  const stacks = stacksOf(stageNamed(stage)).flatMap((stack) => {
    const template = templates[stack.id]
    return template ? [{ ...stack, template }] : []
  })
  if (stacks.length !== Object.keys(templates).length) {
    throw new Error(`infra/stages/stacks.ts does not list every stack of stage "${stage}"`)
  }
  return stacks
}
