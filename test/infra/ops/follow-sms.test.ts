import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OperatorMachine } from '../../support/operator-cli.ts'

const sms = (body: string, to = '+919876543210') => ({ to, body, sent_at: 0 })
/** The events of a console: earlier SMS newest first, other entries, a new SMS. */
const EVENTS = [
  ['snapshot', { sms: [sms('second'), sms('first')], requests: [] }],
  ['request', sms('no SMS')],
  ['sms', sms('third', '+919123456780')],
] as const

/** A stack that sends these events, and ends. */
const server = createServer((_, response) => {
  for (const [type, data] of EVENTS) {
    response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  response.end()
})
let machine: OperatorMachine

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  machine = await OperatorMachine.create({ ApiUrl: url, AwsEndpointUrl: url, UsersTableName: 'u' })
})
afterAll(() => {
  server.close()
})

test.each([
  { options: [], expected: ['first', 'second', 'third'] },
  { options: ['--to', '6780'], expected: ['third'] },
])(
  'follows the inbox with $options: earlier SMS in their order, then new ones, until the stack ends',
  async (given) => {
    const { code, stdout } = await machine.run('sms', '--follow', '--json', ...given.options)
    const lines = stdout.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).body)).toEqual(given.expected)
    expect(code).toBe(0)
  },
)
