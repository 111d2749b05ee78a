import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { startDynamoDbLocal } from '../../../../../infra/local/services/dynamodb/dynamodb-local.ts'
import { pathWithJava } from '../../../programs/fake-program.ts'

/** Sets DYNAMODB_ENDPOINT to a server that responds like this. Returns its URL. */
async function useServer(respond: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(respond).listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  vi.stubEnv('DYNAMODB_ENDPOINT', url)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    server.closeAllConnections()
    server.close()
  })
  return url
}

const likeDynamoDb: RequestListener = (_, response) =>
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')

describe('DYNAMODB_ENDPOINT', () => {
  test.each(['127.0.0.1', '::1'])('is used when DynamoDB responds, at %s', async (host) => {
    const url = await useServer(likeDynamoDb, host)
    expect(await startDynamoDbLocal()).toMatchObject({ url })
  })

  test('is refused when something else responds', async () => {
    const url = await useServer((_, response) => response.writeHead(404).end())
    const refused = `There is no DynamoDB Local at DYNAMODB_ENDPOINT=${url}.`
    await expect(startDynamoDbLocal()).rejects.toThrow(refused)
  })

  test('is refused when nothing responds within five seconds', async () => {
    const fiveSeconds = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(fiveSeconds.signal)
    onTestFinished(() => timeout.mockRestore())
    const url = await useServer(() => fiveSeconds.abort())
    const refused = `There is no DynamoDB Local at DYNAMODB_ENDPOINT=${url}.`
    await expect(startDynamoDbLocal()).rejects.toThrow(refused)
    expect(timeout).toHaveBeenCalledWith(5_000)
  })
})

describe('DynamoDB Local does not start', () => {
  /** Uses this script as `java`, or none. */
  async function useJava(script?: string): Promise<void> {
    const path = await pathWithJava(script)
    vi.stubEnv('DYNAMODB_ENDPOINT', '')
    vi.stubEnv('PATH', path)
    onTestFinished(() => void vi.unstubAllEnvs())
  }

  test.each([
    ['without Java', undefined, 'there is no `java` on your PATH'],
    ['on an old Java', 'echo UnsupportedClassVersionError >&2; exit 1', 'your PATH is older'],
    ['without an option', 'echo Unrecognized VM option >&2; exit 1', 'your PATH is older'],
    ['when it fails', 'echo no heap >&2; exit 1', /did not start\. Try again[^\n]*\nno heap/],
  ])('%s, and the error says what to do', async (_, script, message) => {
    await useJava(script)
    await expect(startDynamoDbLocal()).rejects.toThrow(message)
  })
})
