import { type Resource, requireKnown } from '../../template/template.ts'

// Properties that have an effect here, or that need none on one machine.
const OF_BEHAVIOR = [
  ...['AllowedMethods', 'CachedMethods', 'CachePolicyId', 'Compress', 'FunctionAssociations'],
  ...['OriginRequestPolicyId', 'PathPattern', 'ResponseHeadersPolicyId', 'TargetOriginId'],
  'ViewerProtocolPolicy',
]
const OF_ORIGIN = [
  ...['ConnectionAttempts', 'ConnectionTimeout', 'CustomOriginConfig', 'DomainName', 'Id'],
  ...['OriginAccessControlId', 'OriginCustomHeaders', 'OriginShield', 'S3OriginConfig'],
]

/** Refuses what a cache behavior and its origin ask for and this stack does not do. @throws Error that names it. */
export function requireSupported(
  distribution: Resource,
  behavior: Resource['properties'],
  origin: Resource['properties'],
  kind: 'api' | 'bucket',
): void {
  const { logicalId } = distribution
  requireKnown({ ...distribution, properties: behavior }, OF_BEHAVIOR)
  requireKnown({ ...distribution, properties: origin }, OF_ORIGIN)
  const associations: readonly { EventType: string }[] = behavior.FunctionAssociations ?? []
  for (const { EventType } of associations) {
    if (kind === 'bucket' || EventType !== 'viewer-request')
      throw new Error(
        `${logicalId}: a CloudFront function for ${EventType} of ${kind === 'api' ? 'an API' : 'a bucket'} is not supported locally`,
      )
  }
}
