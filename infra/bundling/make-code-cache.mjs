// Makes V8 code caches for the functions in this file's folder, with the Node that runs it:
//   node make-code-cache.mjs            all functions, each in its own process
//   node make-code-cache.mjs <id>       one function
// code-cache.ts copies this file beside the bundles, so that it also runs in Lambda's image.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

const folder = import.meta.dirname
const [id] = process.argv.slice(2)
// A well-formed token, so that the function goes on to read its session from DynamoDB.
const TOKEN = `ua_${'0'.repeat(40)}${'A'.repeat(43)}`

if (id) await makeCache(id)
else makeAll()

function makeAll() {
  for (const { name } of readdirSync(folder, { withFileTypes: true })) {
    if (!existsSync(join(folder, name, 'function.cjs'))) continue
    const { status } = spawnSync(process.execPath, [import.meta.filename, name], {
      stdio: 'ignore',
    })
    // This happens e.g. when sharp is installed for another processor. The function then runs without a cache.
    if (status !== 0) process.stderr.write(`${name} does not run on this machine: no code cache\n`)
  }
}

/** Runs a function once against an AWS endpoint with empty responses. Saves the compiled code. */
async function makeCache(name) {
  const aws = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => aws.once('listening', resolve))
  Object.assign(process.env, JSON.parse(readFileSync(join(folder, 'environment.json'), 'utf8')), {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.address().port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_LAMBDA_FUNCTION_NAME: name,
  })
  const { handler, script } = await import(join(folder, name, 'index.mjs'))
  // The result does not matter: the code is compiled.
  await handler(anyEvent(), {}).catch(() => undefined)
  writeFileSync(join(folder, name, 'function.cache'), script.createCachedData())
  process.exit(0)
}

function anyEvent() {
  const http = { method: 'GET', path: '/', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' }
  return {
    version: '2.0',
    routeKey: 'GET /',
    rawPath: '/',
    rawQueryString: '',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    requestContext: { http, requestId: 'none', timeEpoch: Date.now() },
    body: '{}',
    isBase64Encoded: false,
    Records: [],
  }
}
