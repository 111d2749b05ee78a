import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type Check, ok } from '../check.ts'

/** Checks that the credentials are those of the stage's account. */
export const accountCheck: Check = {
  name: 'account',
  run: async ({ account, region }) => {
    const { Account, Arn } = await new STSClient({ region }).send(new GetCallerIdentityCommand())
    if (Account === account) return ok(`${Account}, region ${region}, as ${Arn}`)
    return {
      outcome: 'FAILED',
      found: `the credentials are of ${Account}, the stage of ${account ?? 'no account yet'}`,
      todo: 'Use the credentials of the account in infra/stages/own-values.ts, or correct it',
    }
  },
}
