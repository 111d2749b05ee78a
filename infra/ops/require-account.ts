import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Stage } from '../stages/stage.ts'

/** @throws Error when the credentials are those of another account than the stage's. */
export async function requireAccount({ name, account, region }: Stage): Promise<void> {
  const { Account } = await new STSClient({ region }).send(new GetCallerIdentityCommand())
  if (Account === account) return
  throw new Error(
    `These credentials are of account ${Account}. Stage "${name}" belongs to account ${account}: infra/stages/own-values.ts`,
  )
}
