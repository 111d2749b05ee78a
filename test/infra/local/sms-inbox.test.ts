import { describe, expect, test } from 'vitest'
import { SmsInbox } from '../../../infra/local/sms-inbox.ts'
import { stack } from '../../support/stack.ts'

describe('the SMS inbox', () => {
  const message = (sent_at: number) => ({ to: '+919876543210', body: 'x', attributes: {}, sent_at })

  test('has the newest last, and forgets the oldest above 10,000', () => {
    const inbox = new SmsInbox()
    for (let i = 0; i < 10_001; i++) inbox.add(message(i))
    expect(inbox.list()).toHaveLength(10_000)
    expect(inbox.list()[0]?.sent_at).toBe(1)
    expect(inbox.list().at(-1)?.sent_at).toBe(10_000)
  })

  test.each(['GET', 'HEAD'])('is shown at %s /_local/sms', async (method) => {
    const response = await fetch(`${stack.apiUrl}/_local/sms?x=1`, { method })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    const text = await response.text()
    if (method === 'GET') expect(JSON.parse(text)).toEqual({ messages: expect.any(Array) })
    else expect(text).toBe('')
  })

  test.each([
    ['POST', '/_local/sms'],
    ['GET', '/_local/sms/x'],
    ['GET', '/_local'],
  ])('takes nothing of the API: %s %s', async (method, path) => {
    const response = await fetch(`${stack.apiUrl}${path}`, { method })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 1003 } })
  })
})
