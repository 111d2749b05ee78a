import { writeFile } from 'node:fs/promises'
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api'
import type { Stub } from './stub-unsupported.ts'

type Resources = Readonly<Record<string, { readonly Type: string }>>

/**
 * Replaces each value from a stack in another region by the names of stack and output, in the
 * synthesized templates: the emulator finds only outputs of its own region. The values are the web
 * ACL's ARN, and what alarms and the health check name.
 * @returns the resources that have such a value.
 */
export async function replaceOtherStacksOutputs(
  stacks: readonly CloudFormationStackArtifact[],
): Promise<Stub[]> {
  const stubs: Stub[] = []
  for (const { templateFullPath, template } of stacks) {
    const resources: Resources = template.Resources
    for (const [logicalId, resource] of Object.entries(resources)) {
      if (!JSON.stringify(resource).includes('Fn::GetStackOutput')) continue
      const why =
        'looks for the output of another stack in its own region; a name stands in its place'
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
