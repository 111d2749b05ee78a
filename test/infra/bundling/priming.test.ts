import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { bundled } from '../../support/bundled.ts'
import { empty, startFunction } from '../../support/start-function.ts'

let folder = ''
beforeAll(async () => {
  folder = await bundled(['AuthMeGet', 'AuthRegisterPost', 'WorkersPurgeDeletedUserStream'])
})

const start = (id: string, aws: RequestListener) => startFunction(join(folder, id), aws)

const refuse: RequestListener = (_, response) => {
  response
    .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    .end('{"__type":"com.amazon.coral.service#AccessDeniedException"}')
}
const neverRespond: RequestListener = () => undefined

test('a route that may read the users table reads it once during its start', async () => {
  const { targets, exported } = await start('AuthMeGet', empty)
  expect(targets).toEqual(['DynamoDB_20120810.GetItem'])
  expect(exported).toBe('function')
})

test.each([
  ['refuses', refuse],
  ['does not respond', neverRespond],
])('it starts even when AWS %s', async (_, aws) => {
  const { exported } = await start('AuthMeGet', aws)
  expect(exported).toBe('function')
})

test.each(['AuthRegisterPost', 'WorkersPurgeDeletedUserStream'])(
  '%s, which may not read it or has no waiting client, calls nothing',
  async (id) => {
    expect((await start(id, empty)).targets).toEqual([])
  },
)
