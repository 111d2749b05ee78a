// Makes V8's code cache of the functions in the folder where this file is, by the Node that runs it:
//   node make-code-cache.mjs            each function, in a process of its own
//   node make-code-cache.mjs <id>       one of them
// It is copied beside the bundles, with nothing but them, so that it can run where they will.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

const folder = import.meta.dirname
const [id] = process.argv.slice(2)
// Well-formed, so that a request gets as far as asking AWS whose it is.
const TOKEN = `ua_${'0'.repeat(40)}${'A'.repeat(43)}`

if (id) await makeCache(id)
else makeAll()

function makeAll() {
  for (const { name } of readdirSync(folder, { withFileTypes: true })) {
    if (!existsSync(join(folder, name, 'function.cjs'))) continue
    const { status } = spawnSync(process.execPath, [import.meta.filename, name], {
      stdio: 'ignore',
    })
    // E.g. sharp for another processor: such a function starts without, and counts it.
    if (status !== 0) process.stderr.write(`${name} does not run here: it gets no code cache\n`)
  }
}

/** Runs a function once against a service that knows nothing, and keeps what was compiled by then. */
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
  // Whatever it answers: it has run.
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
