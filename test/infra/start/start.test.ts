import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { READY } from '../../../infra/start/welcome.ts'
import { endLaunched, freeFolder, launch } from '../../support/launch-script.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
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

afterEach(endLaunched)

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
    await expect.poll(engine).toEqual([])
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
})
