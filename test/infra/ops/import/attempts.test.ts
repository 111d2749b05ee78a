import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { runImport } from '../../../../infra/ops/import/run-import.ts'
import { toUserId } from '../../../../infra/ops/import/user-id.ts'
import { newObjectId } from '../../../../shared/object-id.ts'
import { DAY_MS } from '../../../../shared/time.ts'
import { attemptOf, deliver, storedStats } from '../../../support/attempts.ts'
import { awsError, withFault } from '../../../support/faults.ts'
import { expectPage, sync } from '../../../support/sync.ts'
import { accountOf, fileOf, lineOf, resultOf } from './import-fixture.ts'

const DAY = Date.UTC(2026, 3, 28)

describe('the attempts of imported users', () => {
  test('appear in sync by day, and their times decide which are first attempts', async () => {
    const line = lineOf({ id: `user ${randomUUID()}` })
    const id = toUserId(line.id)
    const mcq_id = newObjectId()
    const at = (ms: number, given: object = {}) =>
      attemptOf(line.id, { attempted_at_epoch_ms: DAY + ms, mcq_id, ...given })
    const users = await fileOf([line])
    // Not in the order of their times.
    const attempts = await fileOf([
      at(2 * DAY_MS, { is_correct: true }),
      at(1, { is_correct: false }),
      at(2, { mcq_id: newObjectId() }),
      at(3, { is_correct: true }),
    ])
    const report = await runImport({ users, attempts })
    expect(report.attempts).toEqual({ lines: 4, accepted: 4, failed: 0 })

    const account = await accountOf({ ...line, id })
    const { data } = expectPage(await sync(account))
    expect(data).toEqual([
      {
        id: `${id}_1_${DAY}`,
        day_start_epoch_ms: DAY,
        first_attempt_total: 2,
        first_attempt_correct: 1,
        reattempt_total: 1,
        reattempt_correct: 1,
        overall_total: 3,
        overall_correct: 2,
      },
      expect.objectContaining({
        day_start_epoch_ms: DAY + 2 * DAY_MS,
        first_attempt_total: 0,
        reattempt_total: 1,
        reattempt_correct: 1,
      }),
    ])
  })

  test('count once: in a second import, after an interruption, and by the worker', async () => {
    const line = lineOf()
    const users = await fileOf([line])
    const given = Array.from({ length: 100 }, (_, index) =>
      attemptOf(line.id, { attempted_at_epoch_ms: DAY + index * 1000 }),
    )
    const attempts = await fileOf(given)
    await runImport({ users })
    const fault = {
      command: 'TransactWriteItemsCommand',
      after: 1,
      error: awsError('AccessDeniedException'),
    }
    await expect(withFault(fault, () => runImport({ users, attempts }))).rejects.toThrow()
    const totalOf = async () =>
      (await storedStats(line.id)).find(({ sk }) => sk === `DAY#${DAY}`)?.firstAttemptTotal
    expect(await totalOf()).toBe(40)

    await runImport({ users, attempts })
    expect(await totalOf()).toBe(100)
    const before = await storedStats(line.id)
    expect((await runImport({ users, attempts })).attempts).toMatchObject({ accepted: 100 })
    await deliver(given.slice(0, 3))
    expect(await storedStats(line.id)).toEqual(before)
  })

  test('fail by line when they are not valid or have no account', async () => {
    const [line, nobody] = [lineOf(), newObjectId()]
    const users = await fileOf([line])
    const attempts = await fileOf([
      attemptOf(nobody),
      attemptOf(line.id, { is_correct: 'yes' as unknown as boolean }),
      attemptOf(line.id),
      '{',
    ])
    expect((await runImport({ users, attempts })).attempts).toMatchObject({
      accepted: 1,
      failed: 3,
    })
    expect(await resultOf(attempts, 'failed')).toEqual([
      { line: 1, reason: 'user_id: There is no such account' },
      { line: 2, reason: expect.stringContaining('is_correct: ') },
      { line: 4, reason: 'Is not valid JSON' },
    ])
    expect(await storedStats(nobody)).toEqual([])
  })

  test('are checked by a dry run, and not recorded', async () => {
    const line = lineOf()
    const [users, attempts] = [await fileOf([line]), await fileOf([attemptOf(line.id)])]
    const check = async () => (await runImport({ users, attempts, isDryRun: true })).attempts
    expect(await check()).toEqual({ lines: 1, accepted: 1, failed: 0 })
    await runImport({ users })
    expect(await check()).toEqual({ lines: 1, accepted: 1, failed: 0 })
    expect(await storedStats(line.id)).toEqual([])
  })
})
