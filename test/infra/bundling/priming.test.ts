import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { bundleFunctions } from '../../../infra/bundle-functions.ts'
import { loadFunctions } from '../../../infra/load-functions.ts'

const run = promisify(execFile)
const IDS = ['AuthMeGet', 'AuthRegisterPost', 'WorkersPurgeDeletedUserStream']

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'user-api-'))
  const { routes, workers } = await loadFunctions()
  const some = [...routes, ...workers].filter(({ id }) => IDS.includes(id))
  await bundleFunctions(some, { folder })
})

/** Starts a function in a process of its own. Answers what it asked AWS for, and what it exports. */
async function start(id: string, answer: RequestListener) {
  const asked: unknown[] = []
  const aws = createServer((request, response) => {
    asked.push(request.headers['x-amz-target'])
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(aws, 'listening')
  const { port } = aws.address() as AddressInfo
  const code = `const { handler } = await import(${JSON.stringify(join(folder, id, 'index.mjs'))})
    console.log(typeof handler)
    process.exit()`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    env: {
      AWS_REGION: 'ap-south-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      USERS_TABLE_NAME: 'users',
    },
  })
  aws.closeAllConnections()
  aws.close()
  return { asked, exported: stdout.trim() }
}

const empty: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
}
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
