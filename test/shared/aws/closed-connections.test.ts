import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeAws, listenAsAws } from '../../support/stub-aws.ts'

// A server that resets a connection at its second request, as one that SNS has closed while Lambda had frozen the function.
const RESPONSE =
  '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'
const used = new Set<Socket>()
const server = createServer((request, response) => {
  if (used.has(request.socket)) {
    request.socket.resetAndDestroy()
    return
  }
  used.add(request.socket)
  request.resume()
  request.on('end', () => response.setHeader('content-type', 'text/xml').end(RESPONSE))
})

beforeAll(() => listenAsAws(server))
afterAll(() => closeAws(server))

test('an SMS is not lost, although SNS has closed the connection of the SMS before', async () => {
  const { publishSms, sns } = await import('../../../shared/aws/sms.ts')
  const sms = { to: '+919876543210', text: 'text', senderId: '', entityId: '', templateId: '' }
  await publishSms(sms)
  await publishSms(sms)
  expect(used.size).toBe(2)
  // AWS is called over https, which has an agent of its own.
  const handler = sns.config.requestHandler as unknown as {
    configProvider: Promise<{ httpsAgent: { keepAlive: boolean } }>
  }
  expect((await handler.configProvider).httpsAgent.keepAlive).toBe(false)
})
