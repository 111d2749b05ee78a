import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { explainStartFailure } from '../../../infra/start/explain-start-failure.ts'
import { READY } from '../../../infra/start/welcome.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const LAUNCH = join(ROOT, 'infra/launch.mjs')
/** Preloaded: lists the files that each process loads, in the file LOADED. */
const LIST_LOADED = `
  import { appendFileSync } from 'node:fs'
  import { registerHooks } from 'node:module'
  import { isMainThread } from 'node:worker_threads'
  const load = (url, context, next) => {
    appendFileSync(process.env.LOADED, process.pid + ' ' + url + '\\n')
    return next(url, context)
  }
  if (isMainThread) registerHooks({ load })`
/** For starts that are not about DynamoDB Local: the one that this run shares, if there is one. */
const SHARED_ENGINE = { DYNAMODB_ENDPOINT: process.env.DYNAMODB_ENDPOINT ?? '' }
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

/** Runs a script as `npm start` does. */
function launch(script: string, environment: Record<string, string>, ...args: string[]): Started {
  const child = spawn(process.execPath, [LAUNCH, script, ...args], {
    env: { ...process.env, DYNAMODB_ENDPOINT: '', ...environment },
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

/** Returns the command lines that contain this text. */
function processesWith(text: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(text) && !line.startsWith('ps '))
}

function isRunning(pid = ''): boolean {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

async function freeFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'user api start-'))
}

describe('npm start', () => {
  test('loads CDK, esbuild and functions in a process that ends, once for the same sources', async () => {
    const environment = { ...SHARED_ENGINE, PORT: '0', LOCAL_FOLDER: await freeFolder() }
    const LOADED = join(await freeFolder(), 'loaded')
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(LIST_LOADED)}`
    const others = ['node_modules/aws-cdk-lib/', 'node_modules/esbuild/', `${ROOT}/functions/`]
    /** Starts and ends a stack. Returns its process, and those that loaded files of the others. */
    const run = async () => {
      writeFileSync(LOADED, '')
      const recorded = { ...environment, NODE_OPTIONS, LOADED }
      const { child, says, ended } = launch('infra/start/start.ts', recorded)
      await says(READY)
      const lines = readFileSync(LOADED, 'utf8').split('\n')
      const loading = lines.filter((line) => others.some((part) => line.includes(part)))
      const own = readFileSync(join(environment.LOCAL_FOLDER, 'pid'), 'utf8')
      const holders = [...new Set(loading.map((line) => line.split(' ')[0]))]
      for (const pid of holders) await expect.poll(() => isRunning(pid)).toBe(false)
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
      return { own, holders }
    }
    const { own, holders } = await run()
    expect(holders).toEqual([expect.not.stringContaining(own)])
    expect((await run()).holders).toEqual([])
  })

  test('opens a demo account, keeps its data, and leaves no process behind', async () => {
    const environment = { PORT: '0', LOCAL_FOLDER: await freeFolder() }
    const first = launch('infra/start/start.ts', environment)
    await first.says(READY)
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

    // Ctrl-C comes twice: from the terminal and from npm.
    first.child.kill('SIGINT')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(processesWith(environment.LOCAL_FOLDER)).toEqual([])

    // The refused login was counted, but metrics are not printed.
    expect(first.output()).not.toContain('LoginsRefused')

    const second = launch('infra/start/start.ts', environment)
    await second.says(READY)
    const outputs = readFileSync(join(environment.LOCAL_FOLDER, 'outputs.json'), 'utf8')
    expect(await me(JSON.parse(outputs)['user-api-local'].ApiUrl)).toEqual(before)

    const rival = launch('infra/start/start.ts', environment)
    expect(await rival.ended).toBe(1)
    const { ApiUrl: url } = JSON.parse(outputs)['user-api-local']
    expect(rival.output()).toMatch(
      new RegExp(`^The local stack of this folder runs already at ${url}, as process \\d+\\.`),
    )
    const reset = launch('infra/ops/cli.ts', environment, 'reset')
    expect(await reset.ended).toBe(1)
    expect(reset.output()).toContain('End it first')

    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
    expect(await launch('infra/ops/cli.ts', environment, 'reset').ended).toBe(0)
    expect(existsSync(environment.LOCAL_FOLDER)).toBe(false)
  })

  test('with HOST=0.0.0.0 warns and prints the key to read SMS', async () => {
    const LOCAL_FOLDER = await freeFolder()
    const environment = { ...SHARED_ENGINE, HOST: '0.0.0.0', PORT: '0', LOCAL_FOLDER }
    const { child, says, output, ended } = launch('infra/start/start.ts', environment)
    await says(READY)
    expect(output()).toContain('Everyone in this network can call the API.')
    const [url = ''] = /http:\S+\/_local\/sms\?key=\S+/.exec(output()) ?? []
    const headers = { origin: 'https://app.example' }
    expect((await fetch(url, { headers })).status).toBe(200)
    expect((await fetch(`${url}x`, { headers })).status).toBe(403)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('ends the engine even when it is killed', async () => {
    const environment = { PORT: '0', LOCAL_FOLDER: await freeFolder() }
    const { child, says, ended } = launch('infra/start/start.ts', environment)
    await says(READY)
    const engine = () => processesWith(`${environment.LOCAL_FOLDER}/data`)
    expect(engine().length).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await ended
    await expect.poll(engine, { timeout: 30_000 }).toEqual([])
  })

  test('refuses a folder with files of something else, as npm run reset does', async () => {
    const folder = await freeFolder()
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'outputs.json'), '')
    for (const args of [['infra/start/start.ts'], ['infra/ops/cli.ts', 'reset']] as const) {
      const [script, ...more] = args
      const { ended, output } = launch(script, { LOCAL_FOLDER: folder, PORT: '0' }, ...more)
      expect(await ended).toBe(1)
      expect(output()).toContain(`LOCAL_FOLDER is ${folder}, which has files of something else.`)
    }
    expect(readdirSync(folder).sort()).toEqual(['data', 'outputs.json'])
  })

  test('reset keeps other files in a folder of the local stack', async () => {
    const folder = await freeFolder()
    for (const name of ['local-stack', 'photo.jpg']) await writeFile(join(folder, name), '')
    expect(await launch('infra/ops/cli.ts', { LOCAL_FOLDER: folder }, 'reset').ended).toBe(0)
    expect(readdirSync(folder)).toEqual(['photo.jpg'])
  })

  test('an empty LOCAL_FOLDER is the default folder, not the current one', async () => {
    vi.stubEnv('LOCAL_FOLDER', '')
    vi.resetModules()
    const { LOCAL_FOLDER } = await import('../../../infra/start/local-folder.ts')
    expect(LOCAL_FOLDER).toBe(join(ROOT, '.local'))
    vi.unstubAllEnvs()
    vi.resetModules()
  })

  test('takes the lock of a process that has ended, although another process has its id now', async () => {
    const folder = await freeFolder()
    const stranger = spawn('sleep', ['600'])
    running.add(stranger)
    await writeFile(join(folder, 'local-stack'), '')
    await writeFile(join(folder, 'pid'), String(stranger.pid))
    const started = launch('infra/ops/cli.ts', { LOCAL_FOLDER: folder }, 'reset')
    expect(await started.ended).toBe(0)
  })
})

describe('a failed npm start says what to do', () => {
  /** Returns the output of a start that fails. */
  async function failure(environment: Record<string, string>): Promise<string> {
    const all = { PORT: '0', LOCAL_FOLDER: await freeFolder(), ...environment }
    const started = launch('infra/start/start.ts', all)
    expect(await started.ended).toBe(1)
    expect(started.output()).not.toMatch(/^ +at /m)
    return started.output()
  }

  /** Returns a PATH with only this `java`. */
  async function pathWithJava(script?: string): Promise<string> {
    const bin = await freeFolder()
    await symlink('/bin/sh', join(bin, 'sh'))
    if (script) await writeFile(join(bin, 'java'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    return bin
  }

  test('because the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const other = `End what uses it, or choose another: PORT=${port + 1} npm start\n`
    expect(await failure({ PORT: String(port) })).toMatch(
      new RegExp(`^Port ${port} is taken( by .* \\(process ${process.pid}\\))?\\. ${other}$`),
    )
    server.close()
  })

  test('because the port is invalid', async () => {
    expect(await failure({ PORT: 'http' })).toBe(
      'PORT must be a number from 0 to 65535, not "http"\n',
    )
  })

  test.each(['foo', 'http://127.0.0.1:9'])(
    'because there is no DynamoDB Local at DYNAMODB_ENDPOINT=%s',
    async (url) => {
      const failed = `There is no DynamoDB Local at DYNAMODB_ENDPOINT=${url}.`
      expect(await failure({ DYNAMODB_ENDPOINT: url })).toContain(failed)
    },
  )

  test('because the port of the debugger is invalid', async () => {
    const { ended, output } = launch('infra/start/start.ts', {}, '--inspect=abc')
    expect(await ended).toBe(1)
    expect(output()).toBe('--inspect must be a number from 0 to 65535, not "abc"\n')
  })

  test('because there is no Java', async () => {
    const said = await failure({ PATH: await pathWithJava() })
    expect(said).toContain('needs Java 17 or newer, and there is no `java` on your PATH.')
    expect(said).toContain('apt-get install openjdk-17-jre-headless')
  })

  test('because Java is too old', async () => {
    const script = `echo 'Error: A JNI error has occurred, please check your installation and try again
Exception in thread "main" java.lang.UnsupportedClassVersionError: com/amazonaws/services/dynamodbv2/local/main/ServerRunner has been compiled by a more recent version of the Java Runtime' >&2
exit 1`
    const said = await failure({ PATH: await pathWithJava(script) })
    expect(said).toContain('needs Java 17 or newer, and the `java` on your PATH is older.')
    expect(said).toContain('DYNAMODB_ENDPOINT')
  })

  test('because DynamoDB Local fails', async () => {
    const script = "echo 'Could not reserve enough space for object heap' >&2; exit 1"
    const said = await failure({ PATH: await pathWithJava(script) })
    expect(said).toContain('DynamoDB Local did not start. Try again')
    expect(said).toContain('npm run reset')
    expect(said).toContain('Could not reserve enough space')
  })

  test('because its folder cannot be written to', async () => {
    const said = await failure({ LOCAL_FOLDER: '/dev/null/user-api' })
    expect(said).toContain('/dev/null/user-api cannot be written to. Make it writable, or keep it')
    expect(said).toContain('LOCAL_FOLDER=')
  })

  test.each(['ENOSPC: no space left on device, write', 'write /x: no space left on device'])(
    'because the disk is full: %s',
    (message) => {
      expect(explainStartFailure(new Error(message))).toContain('There is no space left')
    },
  )
})
