import type { Resource } from '../resolve-template.ts'
import type { Running } from '../running.ts'
import type { Place } from '../template-attributes.ts'
import { startCdn } from './cdn.ts'
import { describeDistributions } from './describe-distributions.ts'

/** Starts what stands in for each distribution. Answers its origin here, by the template's. */
export async function startCdns(
  resources: readonly Resource[],
  place: Place,
  { storeUrl, host }: { storeUrl: string; host: string },
  running: Running,
): Promise<Map<string, string>> {
  const origins = new Map<string, string>()
  for (const distribution of describeDistributions(resources, place)) {
    const behind = { storeUrl, apiUrl: () => place.apiUrl }
    const cdn = await startCdn(distribution, behind, host)
    running.add(() => cdn.close())
    for (const origin of distribution.origins) origins.set(origin, cdn.url)
  }
  return origins
}
