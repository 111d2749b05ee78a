import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Console } from '../../../../infra/local/console/console.ts'

test('the console opens although the state of one part cannot be read', async () => {
  const console = new Console({})
  const server = createServer((request, response) => {
    console.servePage(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    console.close()
    server.close()
  })
  console.open({
    stackName: 'stack',
    outputs: { ApiUrl: 'http://127.0.0.1' },
    parts: [
      { snapshot: () => Promise.reject(new Error('The tables are gone')) },
      { snapshot: () => Promise.resolve({ sms: [] }) },
    ],
    imageOrigins: [],
    sharedKey: undefined,
  })
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/_local/events`)
  const text = new TextDecoder().decode((await response.body?.getReader().read())?.value)
  const [, data = ''] = /^event: snapshot\ndata: (.*)$/m.exec(text) ?? []
  expect(JSON.parse(data)).toEqual({ outputs: { ApiUrl: 'http://127.0.0.1' }, sms: [] })
})
