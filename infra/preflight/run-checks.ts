import { EDGE_REGION } from '../stages/edge-region.ts'
import type { Stage } from '../stages/stage.ts'
import type { Check, Finding } from './check.ts'
import { accountCheck } from './checks/account.ts'
import { bootstrapCheck } from './checks/bootstrap.ts'
import { certificateCheck } from './checks/certificate.ts'
import { lambdaConcurrencyCheck } from './checks/lambda-concurrency.ts'
import { ownValuesCheck } from './checks/own-values.ts'
import { quotaChecks } from './checks/quotas.ts'
import { smsDeliveryLoggingCheck, smsSandboxCheck, smsSpendCheck } from './checks/sms.ts'

/** What one check found. */
export interface CheckResult extends Finding {
  readonly check: string
}

/**
 * Runs all checks of a stage, one after another. If the account is wrong, the other checks do not run.
 * @param explain turns an error into one line. A check that throws counts as failed.
 */
export async function runChecks(
  stage: Stage,
  explain: (error: unknown) => string,
): Promise<CheckResult[]> {
  const run = async (check: Check): Promise<CheckResult> => {
    try {
      return { check: check.name, ...(await check.run(stage)) }
    } catch (error) {
      const found = `AWS could not be called: ${explain(error)}`
      return { check: check.name, outcome: 'FAILED', found, todo: 'Correct it and run this again' }
    }
  }
  const results = [await run(ownValuesCheck), await run(accountCheck)]
  if (results.at(-1)?.outcome === 'FAILED') return results
  const checks = [
    bootstrapCheck(),
    // CloudFront's web ACL and certificate are in us-east-1.
    ...(stage.edge && stage.region !== EDGE_REGION ? [bootstrapCheck(EDGE_REGION)] : []),
    lambdaConcurrencyCheck,
    smsSandboxCheck,
    smsSpendCheck,
    smsDeliveryLoggingCheck,
    certificateCheck,
    ...quotaChecks,
  ]
  for (const check of checks) results.push(await run(check))
  return results
}
