import { expect, test } from 'vitest'
import type { RunContext } from '../../../infra/local/services/service.ts'
import { runServices } from '../../../infra/local/start-services.ts'

test('ends the services that run when a later service fails', async () => {
  await using cleanup = new AsyncDisposableStack()
  const closed: string[] = []
  const pollers = { types: [], run: () => ({ close: () => void closed.push('pollers') }) }
  const schedules = {
    types: [],
    run: () => {
      throw new Error('only rules with a schedule run locally')
    },
  }

  const running = runServices([pollers, schedules], [], {} as RunContext, cleanup)

  await expect(running).rejects.toThrow('only rules with a schedule')
  await cleanup.disposeAsync()
  expect(closed).toEqual(['pollers'])
})
