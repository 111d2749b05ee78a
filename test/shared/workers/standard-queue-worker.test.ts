import { expect, test } from 'vitest'
import * as z from 'zod'
import { standardQueueWorker } from '../../../shared/workers/standard-queue-worker.ts'
import { queueEvent } from '../../support/attempts.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'

test('a message that fails and a malformed one go back to the queue, are logged and counted as failures', async () => {
  const worker = standardQueueWorker(z.number(), async (message) => {
    await Promise.resolve()
    if (message === 13) throw new Error('Thirteen')
  })
  const event = queueEvent([1, 13, 'x'].map((body) => ({ body, group: '' })))
  loggedLines.length = 0
  const metrics = await metricsOf(async () => {
    const { batchItemFailures } = await worker(event)
    expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '2' }])
  })
  expect(metrics).toEqual({ Failures: 2 })
  expect(loggedLines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'ERROR', message: 'Malformed message', record_id: '2' }),
    expect.objectContaining({ level: 'ERROR', message: 'Record failed', record_id: '1' }),
  ])
})
