import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import {
  TransactWriteCommand,
  type TransactWriteCommandInput,
  type UpdateCommand,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb'
import { ServiceUnavailableError } from '../errors.ts'
import { dynamo } from './dynamodb-client.ts'
import { cancellationReasons, isConflict } from './failures.ts'

/** The writes of one transaction, all or nothing. */
export type TransactionItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** A transaction was refused by a condition: `failed[i]` tells whether it was item i's. */
export class ConditionsFailedError extends Error {
  readonly failed: readonly boolean[]

  constructor(failed: readonly boolean[]) {
    super('A condition of the transaction failed')
    this.failed = failed
  }
}

const ATTEMPTS = 4
const PAUSE_MS = 40

/**
 * Writes all items or none. The SDK's own retry is safe here, because a transaction carries a token;
 * but it does not retry a transaction that lost against another one, so this does, with the same
 * token: an attempt whose answer was lost may have been carried out, and would refuse the next one.
 * @throws ConditionsFailedError when a condition failed, also when others of its items conflicted.
 * @throws ServiceUnavailableError when it still conflicts after 4 attempts.
 */
export async function writeTransaction(items: readonly TransactionItem[]): Promise<void> {
  const command = { TransactItems: [...items], ClientRequestToken: randomUUID() }
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamo.send(new TransactWriteCommand(command))
      return
    } catch (error) {
      const reasons = cancellationReasons(error)
      if (!reasons) throw error
      if (reasons.includes('ConditionalCheckFailed')) {
        throw new ConditionsFailedError(
          reasons.map((reason) => reason === 'ConditionalCheckFailed'),
        )
      }
      if (attempt === ATTEMPTS) throw new ServiceUnavailableError(error)
      await pause(attempt)
    }
  }
}

/**
 * Writes one item, again when that meets a transaction on the same item: the SDK does not.
 * @throws ServiceUnavailableError when it still does after 4 attempts.
 */
export async function updateItem(update: UpdateCommand): Promise<UpdateCommandOutput> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dynamo.send(update)
    } catch (error) {
      if (!isConflict(error)) throw error
      if (attempt === ATTEMPTS) throw new ServiceUnavailableError(error)
      await pause(attempt)
    }
  }
}

/** Waits before another attempt: full jitter, its ceiling doubled each time (40, 80, 160 … ms). */
export async function pause(attempt: number): Promise<void> {
  await setTimeout(Math.random() * PAUSE_MS * 2 ** (attempt - 1))
}
