import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operatorAt } from '../../support/operator.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const PACKAGE = join(ROOT, 'infra/local')
const run = promisify(execFile)

/** A folder outside the repository, with the packed package and the files of its README. */
let app = ''
const readme = await readFile(join(PACKAGE, 'README.md'), 'utf8')

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'local stack-app-'))
  const pack = ['pack', PACKAGE, '--pack-destination', app, '--json']
  const { stdout } = await run('npm', pack, { cwd: ROOT })
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[')))
  const modules = join(app, 'node_modules')
  const installed = join(modules, '@user-api/local-stack')
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(app, filename), '-C', installed, '--strip-components=1'])
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    const isOther = !name.startsWith('.') && name !== '@user-api'
    if (isOther) await symlink(join(ROOT, 'node_modules', name), join(modules, name))
  }
  for (const [, file = '', code] of readme.matchAll(/```js\n\/\/ (\S+)\n(.*?)```/gs)) {
    await mkdir(dirname(join(app, file)), { recursive: true })
    await writeFile(join(app, file), code ?? '')
  }
  await run(process.execPath, ['app.mjs'], { cwd: app })
})

test('contains built code only', async () => {
  const files = await readdir(join(app, 'node_modules/@user-api/local-stack'), { recursive: true })
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  expect(sources).toEqual([])
  expect(files).toContain('dist/console/page/index.html')
})

test('imports nothing of this repository', async () => {
  const files = await readdir(PACKAGE, { recursive: true })
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.startsWith('dist/'))) {
    const path = join(PACKAGE, file)
    const code = await readFile(path, 'utf8')
    for (const [, imported = ''] of code.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)) {
      expect(resolve(dirname(path), imported), file).toContain(`${PACKAGE}/`)
    }
  }
})

describe('the app of the README', () => {
  let child: ChildProcess
  let output = ''
  let url = ''

  beforeAll(async () => {
    const cli = 'node_modules/@user-api/local-stack/dist/cli.js'
    child = spawn(process.execPath, [cli, 'cdk.out', '--port', '0'], { cwd: app })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
        child.emit('output')
      })
    }
    const ended = once(child, 'exit')
    while (!output.includes('Ctrl-C ends')) {
      await Promise.race([once(child, 'output'), ended])
      if (child.exitCode !== null) throw new Error(`It ended: ${output}`)
    }
    url = /API (\S+),/.exec(output)?.[1] ?? ''
  })
  afterAll(() => {
    child.kill('SIGKILL')
  })

  const orders = async (): Promise<{ order: string }[]> => {
    return (await (await fetch(`${url}/orders`)).json()) as { order: string }[]
  }

  test('stores an order that comes over HTTP, and one that comes by the queue', async () => {
    const headers = { 'content-type': 'text/plain' }
    const sent = await fetch(`${url}/orders`, { method: 'POST', headers, body: 'two teas' })
    expect(sent.status).toBe(202)

    const outputs = JSON.parse(output.slice(0, output.indexOf('\n}') + 2))
    const queue = new SQSClient(operatorAt(outputs.AwsEndpointUrl))
    const message = { QueueUrl: outputs.QueueUrl, MessageBody: 'a cake' }
    await queue.send(new SendMessageCommand(message))

    const stored = async () => (await orders()).map(({ order }) => order).sort()
    await expect.poll(stored).toEqual(['a cake', 'two teas'])
  })

  test('has a console with its name and its requests, and nothing of this API', async () => {
    await orders()
    const page = await (await fetch(`${url}/_local`)).text()
    expect(page).toContain('<title>Orders, local</title>')
    expect(page).not.toMatch(/User API|npm start|OTP|flags/)
    expect(page).not.toContain('<!--')
    expect((await fetch(`${url}/_local/console.js`)).status).toBe(200)
  })

  test('ends on Ctrl-C', async () => {
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  })
})

test('runs the program of the README', async () => {
  const { stdout } = await run(process.execPath, ['start.mjs'], { cwd: app })
  expect(stdout).toBe('200 1\n')
})
