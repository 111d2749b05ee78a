import { describe, expect, test } from 'vitest'
import { SmsInbox } from '../../../../../infra/local/services/sns/sms-inbox.ts'
import { stack } from '../../../../support/stack.ts'

describe('the SMS inbox', () => {
  const message = (sent_at: number) => ({ to: '+919876543210', body: 'x', attributes: {}, sent_at })

  test('has the newest message last, and drops the oldest above 10,000', () => {
    const inbox = new SmsInbox()
    for (let i = 0; i < 10_001; i++) inbox.add(message(i))
    expect(inbox.list()).toHaveLength(10_000)
    expect(inbox.list()[0]?.sent_at).toBe(1)
    expect(inbox.list().at(-1)?.sent_at).toBe(10_000)
  })

  test('is served at GET /_local/sms', async () => {
    const response = await fetch(`${stack.apiUrl}/_local/sms`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({ messages: expect.any(Array) })
  })
})
