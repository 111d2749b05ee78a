import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOST_HEADER, startFront } from './front.ts'

const emulator = createServer(async (request, response) => {
  const chunks = await request.toArray()
  response.writeHead(201, { 'x-of-emulator': 'yes' })
  response.end(JSON.stringify({ ...seen(request), body: Buffer.concat(chunks).toString() }))
})
const seen = ({ method, url, headers }: IncomingMessage) => ({ method, url, headers })
let front: string

beforeAll(async () => {
  const socketPath = join(await mkdtemp(join(tmpdir(), 'user api-')), 'emulator.sock')
  emulator.listen(socketPath)
  await once(emulator, 'listening')
  front = `127.0.0.1:${await startFront(socketPath)}`
})
afterAll(() => emulator.close())

test('requests reach the emulator as they are, as if they had come over HTTPS', async () => {
  const response = await fetch(`http://${front}/a?b=c`, { method: 'POST', body: 'text' })
  expect([response.status, response.headers.get('x-of-emulator')]).toEqual([201, 'yes'])
  expect(await response.json()).toMatchObject({
    method: 'POST',
    url: '/a?b=c',
    headers: { host: front, 'x-forwarded-proto': 'https' },
    body: 'text',
  })
})

test('a request may name the host that it is for', async () => {
  const response = await fetch(`http://${front}/`, { headers: { [HOST_HEADER]: 'x.localhost' } })
  const { headers } = (await response.json()) as { headers: Record<string, string> }
  expect(headers.host).toBe('x.localhost')
  expect(headers).not.toHaveProperty(HOST_HEADER)
})
