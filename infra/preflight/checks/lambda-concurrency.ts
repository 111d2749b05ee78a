import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { type Check, type Finding, failsWithUsers, ok } from '../check.ts'

/** Lambda refuses a reservation that leaves less than this to the other functions: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html. */
const UNRESERVED_MINIMUM = 100
/** Requests take about 50 ms: docs/scaling.md. */
const SECONDS_PER_REQUEST = 0.05

/** Checks that the account's concurrency suffices for the stage's reservations, and for ten times its throttle. */
export const lambdaConcurrencyCheck: Check = {
  name: 'Lambda concurrency',
  run: async (stage) => {
    const { region, reservedConcurrency, throttle } = stage
    const lambda = new LambdaClient({ region })
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand())
    const { ConcurrentExecutions = 0, UnreservedConcurrentExecutions = 0 } = AccountLimit ?? {}
    const reserved = Object.values(reservedConcurrency).reduce((sum, one) => sum + one, 0)
    const needed = reserved > 0 ? reserved + UNRESERVED_MINIMUM : 0
    const wanted = needed + 10 * throttle.default.ratePerSecond * SECONDS_PER_REQUEST
    const found = `${ConcurrentExecutions}, of which ${UnreservedConcurrentExecutions} are not reserved; the stage reserves ${reserved}`
    const desired = Math.max(1_000, Math.ceil(wanted))
    const raise = `aws service-quotas request-service-quota-increase --region ${region} --service-code lambda --quota-code L-B99A9384 --desired-value ${desired}`
    if (ConcurrentExecutions < needed) {
      return failsWithUsers(stage, `${found} and needs ${needed}`, raise)
    }
    const warning = (lack: string, todo: string): Finding => {
      return { outcome: 'warning', found: `${found} and needs ${lack}`, todo }
    }
    // After the first deployment the stage's own reservations are among those of the account.
    if (UnreservedConcurrentExecutions < needed) {
      return warning(
        `${needed} that are not, before its first deployment`,
        'Give back reservations of other functions, or request more concurrency',
      )
    }
    if (ConcurrentExecutions < wanted) return warning(`${wanted} for ten times the load`, raise)
    return ok(found)
  },
}
