import { execFile } from 'node:child_process'
import { rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, test } from 'vitest'
import { bundled } from '../../support/bundled.ts'
import { toEvent } from '../../support/event.ts'

const run = promisify(execFile)

describe('a function with a code cache', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await bundled(['NotFoundDefault'], { codeCache: `"${process.execPath}"` })
  })
  const cache = () => join(folder, 'NotFoundDefault/function.cache')

  /** Invokes the function in a new process. Returns the status and the logged metrics. */
  async function invoke() {
    const entry = JSON.stringify(join(folder, 'NotFoundDefault/index.mjs'))
    const event = JSON.stringify(toEvent({ method: 'GET', path: '/nowhere' }))
    const code = `const { handler } = await import(${entry})
      console.log(JSON.stringify(await handler(${event}, {})))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
      env: { AWS_LAMBDA_FUNCTION_NAME: 'not-found', ROUTES: '{}' },
    })
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return { status: lines.at(-1).statusCode, metrics: lines.slice(0, -1) }
  }

  const rejection = {
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'UserApi',
          Dimensions: [['FunctionName']],
          Metrics: [{ Name: 'CodeCacheRejected', Unit: 'Count' }],
        },
      ],
    },
    FunctionName: 'not-found',
    CodeCacheRejected: 1,
  }

  test('uses it', async () => {
    expect(await invoke()).toEqual({ status: 404, metrics: [] })
  })

  test.each([
    ['was made by another version of Node', () => writeFile(cache(), Buffer.alloc(4096, 1))],
    ['is damaged', () => truncate(cache(), 1000)],
    ['is missing', () => rm(cache())],
  ])('works without it and counts a rejection when the cache %s', async (_, harm) => {
    await harm()
    expect(await invoke()).toEqual({ status: 404, metrics: [rejection] })
  })
})
