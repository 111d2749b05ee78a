import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const CODE = `const { handler } = await import(process.argv[1])
  const loaded = process.moduleLoadList.map((name) => name.replace('NativeModule ', ''))
  console.log(JSON.stringify({ exported: typeof handler, loaded }))
  process.exit()`

/** What a function did when it was started. */
interface Started {
  /** The `x-amz-target` headers of its calls to AWS. */
  readonly targets: unknown[]
  /** The type of `handler`. */
  readonly exported: string
  /** The modules of Node that it loaded, without `node:`. */
  readonly loaded: string[]
}

/** Starts the bundle in a folder, in a new process whose AWS calls get these responses. */
export async function startFunction(folder: string, respond: RequestListener): Promise<Started> {
  const targets: unknown[] = []
  const aws = createServer((request, response) => {
    targets.push(request.headers['x-amz-target'])
    respond(request, response)
  }).listen(0, '127.0.0.1')
  await once(aws, 'listening')
  const { port } = aws.address() as AddressInfo
  const args = ['--input-type=module', '--eval', CODE, join(folder, 'index.mjs')]
  const { stdout } = await run(process.execPath, args, {
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
  return { targets, ...JSON.parse(stdout) }
}

/** Responds as a table without items. */
export const empty: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
}
