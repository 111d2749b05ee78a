import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineRoute } from '../../../shared/http/define-route.ts'
import { endpoint } from '../../../shared/http/endpoint.ts'
import { v1Envelope } from '../../../shared/http/envelope.ts'
import { toEvent } from '../../support/event.ts'

const route = defineRoute({
  summary: 'Never respond',
  authentication: 'none',
  envelope: v1Envelope,
  response: z.string(),
  errors: [],
  uses: {},
})

test('a request that reaches the timeout of its function gets no response from us', async () => {
  const handler = endpoint(route, () => new Promise<string>(() => undefined))
  const context = { getRemainingTimeInMillis: () => 0 }
  const event = toEvent({ method: 'GET', path: '/never' })
  const response = handler(event, context as never)
  // Node runs timers in the order of their times, so one that was set for the timeout would run first.
  expect(await Promise.race([response, setTimeout(5, 'no response')])).toBe('no response')
})
