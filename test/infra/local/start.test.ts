import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

const LAUNCH = resolve(import.meta.dirname, '../../../infra/launch.mjs')
const running = new Set<ChildProcess>()

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

interface Started {
  child: ChildProcess
  output: () => string
  /** Resolves when the output has this text; rejects when the process ends without it. */
  says(text: string): Promise<void>
  ended: Promise<number | null>
}

/** Runs a script as `npm start` and `npm run reset` do. */
function launch(script: string, environment: Record<string, string>): Started {
  const child = spawn(process.execPath, [LAUNCH, script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      child.emit('output')
    })
  }
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  const says = async (text: string) => {
    while (!output.includes(text)) {
      const next = await Promise.race([once(child, 'output'), ended])
      if (!Array.isArray(next) && !output.includes(text)) throw new Error(`It ended: ${output}`)
    }
  }
  return { child, output: () => output, says, ended }
}

/** The command lines of processes that have this text in them. */
function processesWith(text: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(text) && !line.startsWith('ps '))
}

async function freeFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'user-api-start-'))
}

describe('npm start', () => {
  test('brings up a demo account, keeps its data, and leaves nothing behind', async () => {
    const environment = { PORT: '0', LOCAL_FOLDER: await freeFolder() }
    const first = launch('infra/local/start.ts', environment)
    await first.says('Ctrl-C ends it')
    const { ApiUrl } = JSON.parse(
      readFileSync(join(environment.LOCAL_FOLDER, 'outputs.json'), 'utf8'),
    )['user-api-local']
    expect(first.output()).toContain(`curl ${ApiUrl}/auth/me -H 'Authorization: Bearer ua_`)
    const [, token = ''] = /Bearer (ua_[\w-]+)/.exec(first.output()) ?? []
    const me = async (url: string) =>
      await (
        await fetch(`${url}/auth/me`, { headers: { authorization: `Bearer ${token}` } })
      ).json()
    const before = await me(ApiUrl)
    expect(before).toMatchObject({ data: { email: 'demo@example.com' } })
    expect(processesWith(environment.LOCAL_FOLDER).length).toBeGreaterThan(0)

    const body = JSON.stringify({ email: 'demo@example.com', password: 'wrong' })
    expect((await fetch(`${ApiUrl}/auth/login`, { method: 'POST', body })).status).toBe(401)

    // As Ctrl-C comes: from the terminal, and once more from npm.
    first.child.kill('SIGINT')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(processesWith(environment.LOCAL_FOLDER)).toEqual([])

    // The refused login was counted; of that the console says nothing.
    expect(first.output()).not.toContain('LoginsRefused')

    const second = launch('infra/local/start.ts', environment)
    await second.says('Ctrl-C ends it')
    const outputs = readFileSync(join(environment.LOCAL_FOLDER, 'outputs.json'), 'utf8')
    expect(await me(JSON.parse(outputs)['user-api-local'].ApiUrl)).toEqual(before)

    const rival = launch('infra/local/start.ts', environment)
    expect(await rival.ended).toBe(1)
    expect(rival.output()).toContain('The local stack of this folder runs already')
    const reset = launch('infra/local/reset.ts', environment)
    expect(await reset.ended).toBe(1)
    expect(reset.output()).toContain('End it first')

    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(await launch('infra/local/reset.ts', environment).ended).toBe(0)
    expect(existsSync(environment.LOCAL_FOLDER)).toBe(false)
  })

  test('takes the engine down with it even when it is killed', async () => {
    const environment = { PORT: '0', LOCAL_FOLDER: await freeFolder() }
    const { child, says, ended } = launch('infra/local/start.ts', environment)
    await says('Ctrl-C ends it')
    const engine = () => processesWith(`${environment.LOCAL_FOLDER}/data`)
    expect(engine().length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await ended
    await expect.poll(engine, { timeout: 30_000 }).toEqual([])
  })

  test('says so when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const folder = await freeFolder()
    const started = launch('infra/local/start.ts', { PORT: String(port), LOCAL_FOLDER: folder })
    expect(await started.ended).toBe(1)
    expect(started.output()).toBe(
      `Port ${port} is taken. End what uses it, or choose another: PORT=${port + 1} npm start\n`,
    )
    server.close()
  })

  test('says so when the port is no port', async () => {
    const started = launch('infra/local/start.ts', { PORT: 'http' })
    expect(await started.ended).toBe(1)
    expect(started.output()).toBe('PORT must be a number from 0 to 65535, not "http"\n')
  })

  test('says how to get Java when there is none', async () => {
    const bin = await freeFolder()
    await symlink('/bin/sh', join(bin, 'sh'))
    const started = launch('infra/local/start.ts', {
      PORT: '0',
      LOCAL_FOLDER: await freeFolder(),
      PATH: bin,
    })
    expect(await started.ended).toBe(1)
    expect(started.output()).toContain('DynamoDB Local needs Java 17 or newer')
  })
})
