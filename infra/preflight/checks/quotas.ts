import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas'
import type { Stage } from '../../stages/stage.ts'
import { type Check, type Finding, ok } from '../check.ts'

interface CheckedQuota {
  readonly name: string
  readonly ServiceCode: string
  readonly QuotaCode: string
  /** What the stage allows at most, in the quota's unit; undefined when it sets no limit. */
  allowed(stage: Stage): number | undefined
}

/** The quotas that growing traffic reaches first: docs/scaling.md. lambda-concurrency.ts checks Lambda's. */
const QUOTAS: readonly CheckedQuota[] = [
  {
    name: 'HTTP API requests a second',
    ServiceCode: 'apigateway',
    QuotaCode: 'L-8A5B8E43',
    allowed: ({ throttle }) => throttle.default.ratePerSecond,
  },
  {
    name: 'reads a second of a table',
    ServiceCode: 'dynamodb',
    QuotaCode: 'L-CF0CBE56',
    allowed: ({ tableThroughput }) => tableThroughput?.reads,
  },
  {
    name: 'writes a second of a table',
    ServiceCode: 'dynamodb',
    QuotaCode: 'L-AB614373',
    allowed: ({ tableThroughput }) => tableThroughput?.writes,
  },
]

/** Check that each quota is at least what the stage allows, and warn if it is less than ten times that. */
export const quotaChecks: readonly Check[] = QUOTAS.map((quota) => ({
  name: quota.name,
  run: async (stage) => toFinding(quota, await readQuota(quota, stage.region), stage),
}))

function toFinding({ allowed, ...quota }: CheckedQuota, value: number, stage: Stage): Finding {
  const most = allowed(stage)
  if (most === undefined) return ok(`the account has ${value}, the stage sets no limit`)
  const found = `the account has ${value}, the stage allows ${most}`
  if (value >= 10 * most) return ok(found)
  const { ServiceCode, QuotaCode } = quota
  return {
    outcome: value < most ? 'FAILED' : 'warning',
    found: value < most ? found : `${found}; ten times the load does not fit`,
    todo: `aws service-quotas request-service-quota-increase --region ${stage.region} --service-code ${ServiceCode} --quota-code ${QuotaCode} --desired-value ${10 * most}`,
  }
}

/** Returns the account's quota, or AWS's default, which applies until the account has its own value. */
async function readQuota(
  { ServiceCode, QuotaCode }: CheckedQuota,
  region: string,
): Promise<number> {
  const quotas = new ServiceQuotasClient({ region })
  try {
    const command = new GetServiceQuotaCommand({ ServiceCode, QuotaCode })
    return (await quotas.send(command)).Quota?.Value ?? 0
  } catch (error) {
    if (!(error instanceof NoSuchResourceException)) throw error
    const command = new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode })
    return (await quotas.send(command)).Quota?.Value ?? 0
  }
}
