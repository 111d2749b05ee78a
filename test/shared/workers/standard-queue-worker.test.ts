import { expect, test } from 'vitest'
import * as z from 'zod'
import { ServiceUnavailableError } from '../../../shared/errors.ts'
import { standardQueueWorker } from '../../../shared/workers/standard-queue-worker.ts'
import { queueEvent } from '../../support/attempts.ts'
import { loggedLines } from '../../support/logged-lines.ts'
import { metricsOf } from '../../support/metrics.ts'

test('a message that fails and a malformed one go back to the queue, are logged and counted as failures', async () => {
  const handle = async (message: number) => {
    await Promise.resolve()
    if (message === 13) throw new Error('Thirteen')
  }
  const worker = standardQueueWorker(z.number(), handle, 'RecoveriesFailed')
  const event = queueEvent([1, 13, 'x'].map((body) => ({ body, group: '' })))
  loggedLines.length = 0
  const metrics = await metricsOf(async () => {
    const { batchItemFailures } = await worker(event)
    expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '2' }])
  })
  expect(metrics).toEqual({ Failures: 2, RecoveriesFailed: 2 })
  expect(loggedLines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'ERROR', message: 'Malformed message', record_id: '2' }),
    expect.objectContaining({ level: 'ERROR', message: 'Record failed', record_id: '1' }),
  ])
})

test('messages that succeed count nothing', async () => {
  const worker = standardQueueWorker(z.number(), () => Promise.resolve(), 'RecoveriesFailed')
  const metrics = await metricsOf(async () => {
    expect(await worker(queueEvent([{ body: 1, group: '' }]))).toEqual({ batchItemFailures: [] })
  })
  expect(metrics).toEqual({})
})

test('a message that fails because AWS is unavailable counts too, but not as a failure of the version', async () => {
  const refused = () => Promise.reject(new ServiceUnavailableError(new Error('Throttled')))
  const worker = standardQueueWorker(z.number(), refused, 'RecoveriesFailed')
  const metrics = await metricsOf(() => worker(queueEvent([{ body: 1, group: '' }])))
  expect(metrics).toEqual({ RecoveriesFailed: 1 })
})
