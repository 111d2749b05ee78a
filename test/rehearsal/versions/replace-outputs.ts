import { writeFile } from 'node:fs/promises'
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api'
import type { Stub } from './stub-unsupported.ts'

type Resources = Readonly<Record<string, { readonly Type: string }>>

/**
 * Replaces each reference to an output of another stack by the text `<stack>.<output>` in the synthesized
 * templates, because the emulator finds no outputs of other regions. Such references are the ARN of the web ACL
 * and the names that alarms and the health check contain.
 * @returns the resources that had such a reference.
 */
export async function replaceOtherStacksOutputs(
  stacks: readonly CloudFormationStackArtifact[],
): Promise<Stub[]> {
  const stubs: Stub[] = []
  for (const { templateFullPath, template } of stacks) {
    const resources: Resources = template.Resources
    for (const [logicalId, resource] of Object.entries(resources)) {
      if (!JSON.stringify(resource).includes('Fn::GetStackOutput')) continue
      const why = 'finds no output of a stack in another region; a placeholder replaces it'
      stubs.push({ type: resource.Type, logicalId, why })
    }
    await writeFile(templateFullPath, JSON.stringify(withoutOutputs(template), null, 1))
  }
  return stubs
}

function withoutOutputs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOutputs)
  if (typeof value !== 'object' || value === null) return value
  if ('Fn::GetStackOutput' in value) {
    const { StackName, OutputName } = value['Fn::GetStackOutput'] as Record<string, unknown>
    return `${StackName}.${OutputName}`
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutOutputs(one)]))
}
