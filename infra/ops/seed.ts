import { setTimeout } from 'node:timers/promises'
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Command } from 'commander'
import { parseToken } from '../../shared/accounts/token.ts'
import type { Attempt } from '../../shared/mcq-stats/attempt.ts'
import { findDays } from '../../shared/mcq-stats/mcq-stats-table.ts'
import { startOfDay } from '../../shared/time.ts'
import { DEMO, openDemoAccount } from '../start/demo-account.ts'
import { demoAttempts } from './demo-attempts.ts'
import { examples, jsonOption, type StackOptions, wholeNumber } from './options.ts'
import { print, printJson } from './print.ts'
import { Progress } from './progress.ts'
import type { Outputs } from './read-outputs.ts'
import { useOutputs } from './use-outputs.ts'

const DEFAULT_DAYS = 120
const MAX_DAYS = 1000
/** Maximum of SendMessageBatch. */
const BATCH = 10
const POLL_MS = 250
/** Without a recorded attempt for this long, the command fails. */
const STALL_MS = 60_000

/** `npm run seed`: sends past attempts of the demo account through the queue. */
export function defineSeed(command: Command): Command {
  return command
    .description(
      "Gives the local stack's demo account attempts on each of the last days. A second run does not count them again.",
    )
    .option(
      '--days <n>',
      `number of days, 1 to ${MAX_DAYS}`,
      wholeNumber(1, MAX_DAYS),
      DEFAULT_DAYS,
    )
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run seed', 'npm run seed -- --days 30 --json'))
    .action(seed)
}

async function seed({ days, json }: StackOptions & { days: number }): Promise<void> {
  const outputs = useOutputs()
  const userId = await openDemo(outputs)
  const attempts = demoAttempts(userId, days, Date.now())
  const countRecorded = recordedCounter(attempts)
  const before = await countRecorded()
  await send(attempts, outputs)
  await waitUntilRecorded(countRecorded, attempts.length)
  const added = attempts.length - before
  if (json) {
    printJson({ email: DEMO.email, days, attempts: attempts.length, added })
    return
  }
  print(`${DEMO.email} has ${attempts.length} attempts on ${days} days.`)
  print(added > 0 ? `${added} are new.` : 'None is new.')
}

/** Creates or logs in the demo account. Returns its id. */
async function openDemo({ ApiUrl = '' }: Outputs): Promise<string> {
  const caller = parseToken((await openDemoAccount(ApiUrl)) ?? '')
  if (!caller) throw new Error('The password of the demo account was changed: run `npm run reset`.')
  return caller.userId
}

async function send(attempts: readonly Attempt[], outputs: Outputs): Promise<void> {
  // Region and credentials come from the environment, which useOutputs has set.
  const queues = new SQSClient({ endpoint: outputs.AwsEndpointUrl, useQueueUrlAsEndpoint: false })
  const progress = new Progress('sent', attempts.length)
  for (let start = 0; start < attempts.length; start += BATCH) {
    const Entries = attempts.slice(start, start + BATCH).map((attempt, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(attempt),
      MessageGroupId: attempt.user_id,
      MessageDeduplicationId: attempt.attempt_id,
    }))
    const { Failed = [] } = await queues.send(
      new SendMessageBatchCommand({ QueueUrl: outputs.McqAttemptsQueueUrl, Entries }),
    )
    if (Failed.length > 0) throw new Error(`The queue refused a message: ${Failed[0]?.Code}`)
    progress.show(start + Entries.length)
  }
  queues.destroy()
}

/** Returns a function that counts the recorded attempts. Each call reads only changed days. */
function recordedCounter(attempts: readonly Attempt[]): () => Promise<number> {
  const expected = Map.groupBy(attempts, (one) => startOfDay(one.attempted_at_epoch_ms))
  const { user_id: userId = '', course_id: courseId = 0 } = attempts[0] ?? {}
  const range = { fromDay: Math.min(...expected.keys()), max: expected.size }
  const totals = new Map<number, number>()
  let after = 0
  return async () => {
    const days = await findDays({ userId, courseId }, { ...range, after, until: Date.now() })
    for (const day of days) {
      totals.set(day.dayStart, day.firstAttemptTotal + day.reattemptTotal)
      after = day.updatedAt
    }
    // At most the expected number, because a day may have other attempts too.
    const counted = [...expected].map(([day, { length }]) => Math.min(length, totals.get(day) ?? 0))
    return counted.reduce((sum, one) => sum + one, 0)
  }
}

/** @throws Error when no attempt is recorded for a minute. */
async function waitUntilRecorded(
  countRecorded: () => Promise<number>,
  total: number,
): Promise<void> {
  const progress = new Progress('recorded', total)
  let done = -1
  let changedAt = Date.now()
  while (done < total) {
    const now = await countRecorded()
    if (now > done) changedAt = Date.now()
    done = now
    progress.show(done)
    if (Date.now() - changedAt > STALL_MS) {
      throw new Error(`Only ${done} of ${total} were recorded: see the output of \`npm start\`.`)
    }
    if (done < total) await setTimeout(POLL_MS)
  }
}
