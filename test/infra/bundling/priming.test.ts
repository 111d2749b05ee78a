import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bundled } from '../../support/bundled.ts'
import { empty, startFunction } from '../../support/start-function.ts'

let folder = ''
beforeAll(async () => {
  folder = await bundled(['AuthMeGet', 'AuthRegisterPost', 'WorkersPurgeDeletedUserStream'])
})

const start = (id: string, answer: RequestListener) => startFunction(join(folder, id), answer)

const refuse: RequestListener = (_, response) => {
  response
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    .end('{"__type":"com.amazon.coral.service#AccessDeniedException"}')
}
const neverAnswer: RequestListener = () => undefined

test('a route that may read the users table reads once while it starts', async () => {
  const { asked, exported } = await start('AuthMeGet', empty)
  expect(asked).toEqual(['DynamoDB_20120810.GetItem'])
  expect(exported).toBe('function')
})

test.each([
  ['refuses', refuse],
  ['does not answer', neverAnswer],
])('it starts also when AWS %s', async (_, answer) => {
  const { exported } = await start('AuthMeGet', answer)
  expect(exported).toBe('function')
})

test.each(['AuthRegisterPost', 'WorkersPurgeDeletedUserStream'])(
  '%s, which may not or for which nobody waits, asks for nothing',
  async (id) => {
    expect((await start(id, empty)).asked).toEqual([])
  },
)
