import { attempt } from '../../shared/mcq-stats/attempt.ts'
import { recordRun, toRuns } from '../../shared/mcq-stats/record-attempts.ts'
import { defineWorker } from '../../shared/workers/define-worker.ts'
import { fifoQueueWorker } from '../../shared/workers/fifo-queue-worker.ts'

export const worker = defineWorker({
  summary: 'Record MCQ attempts',
  queue: 'attempts',
  uses: {
    // ConditionCheckItem: to detect a deleted user, whose attempts are dropped.
    usersTable: ['dynamodb:ConditionCheckItem'],
    mcqStatsTable: ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    attemptsDeadLetters: ['sqs:SendMessage'],
  },
})

export const handler = fifoQueueWorker({
  message: attempt,
  // A run is a list of attempts of one user, course and day. One transaction records a run.
  toRuns,
  handle: recordRun,
  deadLetters: 'attemptsDeadLetters',
})
