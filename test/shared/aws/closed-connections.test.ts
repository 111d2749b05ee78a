import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

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

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`)
  vi.stubEnv('AWS_REGION', 'ap-south-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
  // A client keeps the endpoint of its first call.
  vi.resetModules()
})
afterAll(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
  server.closeAllConnections()
  server.close()
})

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
