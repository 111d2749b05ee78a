/** A resource that is left of a stack. */
export interface Leftover {
  readonly arn: string
  /** Whether AWS removes it later by itself, as a key that is scheduled for deletion. */
  readonly goesByItself: boolean
}

const STACK_TAG = 'aws:cloudformation:stack-name'

interface TaggedResource {
  readonly ResourceARN: string
}

/** What is left of a destroyed stack, by the tags that CloudFormation put on its resources. */
export async function listLeftovers(
  endpoint: string,
  region: string,
  stackName: string,
): Promise<Leftover[]> {
  const ask = (service: string, operation: string, input: object) =>
    post(endpoint, { service, region, operation, input })
  const filter = { TagFilters: [{ Key: STACK_TAG, Values: [stackName] }] }
  const { ResourceTagMappingList: found } = await ask(
    'tagging',
    'ResourceGroupsTaggingAPI_20170126.GetResources',
    filter,
  )
  return await Promise.all(
    (found as TaggedResource[]).map(async ({ ResourceARN: arn }) => {
      if (!arn.includes(':kms:')) return { arn, goesByItself: false }
      const { KeyMetadata } = await ask('kms', 'TrentService.DescribeKey', { KeyId: arn })
      return {
        arn,
        goesByItself: (KeyMetadata as { KeyState: string }).KeyState === 'PendingDeletion',
      }
    }),
  )
}

/** Calls a service of AWS's JSON protocol. The emulator does not check its own user's signature. */
async function post(
  endpoint: string,
  call: { service: string; region: string; operation: string; input: object },
): Promise<Record<string, unknown>> {
  const { service, region, operation, input } = call
  const scope = `Credential=test/20260101/${region}/${service}/aws4_request`
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': operation,
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  })
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
