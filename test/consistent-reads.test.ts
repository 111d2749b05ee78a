import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { dynamo } from '../shared/aws/dynamodb-client.ts'
import { sweepPurges } from '../shared/erasure/purge-user.ts'
import { forgetFeatureFlags } from '../shared/feature-flags/feature-flags.ts'
import { deleteStatsOf, readStats } from '../shared/mcq-stats/mcq-stats-table.ts'
import { deleteOtpsOf, readOtpItems, readRecoveryMarks } from '../shared/otps/otps-table.ts'
import { countersOf } from '../shared/rate-limits/counters.ts'
import { forgetReporter } from '../shared/reports/reports-table.ts'
import { attemptOf, deliver } from './support/attempts.ts'
import { direct } from './support/drivers.ts'
import { openAccount } from './support/open-account.ts'
import { successes } from './support/successes.ts'

interface Read {
  readonly command: string
  readonly input: Record<string, unknown>
}

// DynamoDB offers no consistent reads of global indexes.
const GLOBAL_INDEXES = ['tombstones', 'byContent', 'byUser']

/** Calls `run`. Returns the reads that DynamoDB got meanwhile. */
async function recordReads(run: () => Promise<unknown>): Promise<Read[]> {
  const reads: Read[] = []
  dynamo.middlewareStack.add(
    (next, { commandName: command = '' }) =>
      async (args) => {
        if (/^(GetItem|BatchGetItem|Query|Scan)Command$/.test(command)) {
          reads.push({ command, input: args.input as unknown as Record<string, unknown> })
        }
        return await next(args)
      },
    { step: 'initialize', name: 'record-reads' },
  )
  try {
    await run()
  } finally {
    dynamo.middlewareStack.remove('record-reads')
  }
  return reads
}

/** Whether a read is strongly consistent: for a batch, that of each table. */
function isConsistent({ command, input }: Read): boolean {
  if (command !== 'BatchGetItemCommand') return input.ConsistentRead === true
  const tables = Object.values(input.RequestItems as Record<string, KeysAndAttributes>)
  return tables.every(({ ConsistentRead }) => ConsistentRead)
}

test('every read of a table is strongly consistent, those of global indexes excepted', async () => {
  const prepared = await Promise.all(Object.values(successes).map((prepare) => prepare(direct)))
  const { id } = await openAccount(direct)
  const user = { userId: id, courseId: 1 }
  const reads = await recordReads(async () => {
    forgetFeatureFlags()
    for (const request of prepared) expect((await request()).status).toBeLessThan(300)
    await deliver([attemptOf(id)])
    await Promise.all([readStats(user), readOtpItems(id), readRecoveryMarks(id), countersOf(id)])
    await Promise.all([deleteStatsOf(id), deleteOtpsOf(id), forgetReporter(id), sweepPurges()])
  })
  const ofIndexes = reads.filter(({ input }) => GLOBAL_INDEXES.includes(String(input.IndexName)))
  expect(ofIndexes.length).toBeGreaterThan(0)
  const others = reads.filter((read) => !ofIndexes.includes(read))
  expect(new Set(others.map(({ command }) => command))).toEqual(
    new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand']),
  )
  expect(others.filter((read) => !isConsistent(read))).toEqual([])
})
