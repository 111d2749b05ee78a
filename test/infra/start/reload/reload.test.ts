import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from '../../../support/browser.ts'
import { consoleSnapshot } from '../../../support/console.ts'
import { CopiedProject } from '../../../support/copied-project.ts'

// `npm start` of a copy of the project, whose files these tests change.
const project = new CopiedProject()
let url: string
let token: string

const HEALTH = 'functions/health.get.ts'
const INFO = 'functions/users/info.patch.ts'

beforeAll(async () => {
  url = await project.start()
  token = /Bearer (ua_[\w-]+)/.exec(project.output)?.[1] ?? ''
})
afterAll(() => project.stop())

async function send(method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
  // biome-ignore lint/suspicious/noExplicitAny: responses have no type here.
  return { status: response.status, body: (await response.json()) as any }
}

async function health(): Promise<string> {
  return (await send('GET', '/health')).body.data.message
}

/** Makes the handler of GET /health this expression. */
function saveHealth(handler: string): void {
  project.save(HEALTH, (text) =>
    text.replace(/endpointWithoutAws\(route, .*\)\n/, `endpointWithoutAws(route, ${handler})\n`),
  )
}

function message(text: string): string {
  return `() => ({ message: '${text}' })`
}

async function reloadError(): Promise<string | undefined> {
  return (await consoleSnapshot(url)).reload?.error
}

/** Waits until `read` returns a value. */
function eventually<T>(read: () => Promise<T>) {
  return expect.poll(read, { timeout: 110_000, interval: 20 })
}

// Its code is imported on demand. fetch accepts gzip.
test('npm start compresses a large response', async () => {
  const large = 'ह'.repeat(1000)
  await send('PATCH', '/users/info', { background_info: large })
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/auth/me`, { headers })
  expect([response.status, response.headers.get('content-encoding')]).toEqual([200, 'gzip'])
  expect(await response.json()).toMatchObject({ data: { background_info: large } })
  await send('PATCH', '/users/info', { background_info: '' })
})

describe('a save', () => {
  test('of a handler is run by the next requests, while a request in flight ends on the old code', async () => {
    // Slow from its second call on, so that the function has started when the call is made.
    const wait = 'await new Promise((resolve) => setTimeout(resolve, isSecond ? 3_000 : 0))'
    const isSecond = "const isSecond = Object.hasOwn(globalThis, 'called')"
    const called = 'Object.assign(globalThis, { called: true })'
    saveHealth(`async () => { ${isSecond}; ${called}; ${wait}; return { message: 'slow' } }`)
    await eventually(health).toBe('slow')
    const inFlight = health()
    saveHealth(message('fast'))
    await eventually(health).toBe('fast')
    expect(await inFlight).toBe('slow')
  })

  test('of a shared file is run by the functions that use it', async () => {
    const account = { email: 'demo@example.com', password: 'demo-password' }
    const register = async () => {
      const body = { ...account, name: { first_name: 'Demo' } }
      return (await send('POST', '/auth/register', body)).body.error.message
    }
    expect(await register()).toBe('This e-mail address is already registered')
    project.save('shared/users/errors.ts', (text) => text.replace('already registered', 'taken'))
    await eventually(register).toBe('This e-mail address is taken')
  })

  test('with a syntax error keeps the old code, and shows file and line', async () => {
    saveHealth(message('before'))
    await eventually(health).toBe('before')
    saveHealth("() => ({ message: 'broken' )")
    await eventually(reloadError).toMatch(/functions\/health\.get\.ts:\d+:\d+/)
    await project.says(/functions\/health\.get\.ts:\d+:\d+/)
    expect(await health()).toBe('before')
    saveHealth(message('repaired'))
    await eventually(health).toBe('repaired')
    await eventually(reloadError).toBeUndefined()
  })

  test('that fails when it is imported goes back to the old code', async () => {
    const from = project.output.length
    project.save(HEALTH, (text) => {
      return `${text.replace('repaired', 'thrown')}\nthrow new Error('on import')\n`
    })
    await eventually(reloadError).toContain('health.get.ts: on import')
    await project.says('health.get.ts: on import', from)
    await eventually(health).toBe('repaired')
    project.save(HEALTH, (text) => text.replace(/\nthrow .*\n/, ''))
    await eventually(health).toBe('thrown')
  })
})

test('code that was saved while the app failed is run once the app is repaired', async () => {
  // The save of the test before is applied in full: otherwise it would be taken back, too.
  await eventually(reloadError).toBeUndefined()
  const from = project.output.length
  const before = await health()
  const thrown = "throw new Error('of a stage')\n"
  project.save('infra/stages/stages.ts', (text) => text + thrown)
  await eventually(reloadError).toContain('stages.ts')
  await project.says(/not applied.*\n.*of a stage/, from)
  const beforeSave = project.output.length
  saveHealth(message('meanwhile'))
  await project.says(/Reloaded 1 function [\s\S]*of a stage/, beforeSave)
  await eventually(health).toBe(before)
  project.save('infra/stages/stages.ts', (text) => text.replace(thrown, ''))
  await eventually(health).toBe('meanwhile')
  await eventually(reloadError).toBeUndefined()
})

const ROUTE = `import * as z from 'zod/mini'
import { defineRoute } from '../../shared/http/define-route.ts'
import { endpoint } from '../../shared/http/endpoint.ts'
import { v1Envelope } from '../../shared/http/envelope.ts'
export const route = defineRoute({
  summary: 'Read the name',
  authentication: 'session',
  envelope: v1Envelope,
  response: z.object({ first_name: z.string() }),
  errors: [],
  uses: { usersTable: ['dynamodb:GetItem'] },
})
export const handler = endpoint(route, ({ user }) => ({ first_name: user.firstName }))
`
const DOCS = `import { describeRoute } from '../../shared/http/describe-route.ts'
import { route } from './first-name.get.ts'
const response = { first_name: 'John' }
export const docs = describeRoute(route, { operationId: 'getFirstName', tag: 'Profile', description: 'Returns the name.', response })
`

describe('a changed contract', () => {
  test('adds a route with its permissions and environment, keeps the data, and removes the route', async () => {
    const [file, docs] = [
      'functions/users/first-name.get.ts',
      'functions/users/first-name.get.docs.ts',
    ]
    const before = await send('GET', '/auth/me')
    const statusOf = async () => (await send('GET', '/users/first-name')).status
    expect(await statusOf()).toBe(404)
    project.save(file, () => ROUTE)
    project.save(docs, () => DOCS)
    await eventually(statusOf).toBe(200)
    expect((await send('GET', '/users/first-name')).body.data).toEqual({ first_name: 'Demo' })
    expect(await send('GET', '/auth/me')).toEqual(before)
    await project.says('Added: UsersFirstNameGet.')
    project.delete(file)
    project.delete(docs)
    await eventually(statusOf).toBe(404)
  })

  test('takes a permission away, and gives it back', async () => {
    const patch = async () => (await send('PATCH', '/users/info', { attempt_number: 2 })).status
    expect(await patch()).toBe(200)
    const granted = "'dynamodb:UpdateItem', "
    project.save(INFO, (text) => text.replace(granted, ''))
    await eventually(patch).toBe(500)
    project.save(INFO, (text) => text.replace('usersTable: [', `usersTable: [${granted}`))
    await eventually(patch).toBe(200)
  })

  test('changes a value of the environment', async () => {
    const page = async () => await (await fetch(`${url}/delete-account`)).text()
    expect(await page()).not.toContain('Renamed App')
    project.save('infra/stages/stages.ts', (text) => {
      return text.replace(/appName: '.*?'/, "appName: 'Renamed App'")
    })
    await eventually(page).toContain('Renamed App')
  })
})

test('a new table is refused by its name, and a later save is applied', async () => {
  const table =
    "addTable(this, 'NotesTable', 'notes', stage, { ...common, partitionKey: string('pk') })"
  const from = project.output.length
  project.save('infra/stack/storage/tables.ts', (text) => {
    return text.replace('this.users =', `${table}\n    this.users =`)
  })
  const named = /TablesNotesTable\w+ \(AWS::DynamoDB::GlobalTable\) is new/
  await eventually(reloadError).toMatch(named)
  await project.says('need a restart of the local stack', from)
  expect(await health()).toBe('meanwhile')
  project.save('infra/stack/storage/tables.ts', (text) => text.replace(table, ''))
  await project.says('The save is applied.', from)
  await eventually(reloadError).toBeUndefined()
})

test('the code of a page is replaced, and the code of shared/ that it uses', async () => {
  const header = (name: string) => async () => {
    return (await fetch(`${url}/openapi.json`)).headers.get(name)
  }
  expect(await header('cache-control')()).toBe('no-cache')
  project.save('infra/pages/openapi/serve.ts', (text) => text.replace("'no-cache'", "'no-store'"))
  await eventually(header('cache-control')).toBe('no-store')
  project.save('shared/http/compress.ts', (text) => text.replace("vary: '", "vary: 'origin, "))
  await eventually(header('vary')).toBe('origin, accept-encoding')
})

test.runIf(hasBrowser('The reload of an open page'))(
  'an open page reloads by itself, but only when it has changed',
  async () => {
    const browser = await launchBrowser()
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    let reads = 0
    page.on('response', (response) => {
      if (response.url() === `${url}/delete-account`) reads += 1
    })
    await page.goto(`${url}/delete-account`)
    const heading = () => page.locator('h1').textContent()
    const before = await heading()
    await page.evaluate('window.typed = true')
    // The page compares after each save. The last comparisons are made by the same page, so the first did not reload it.
    for (const text of ['unrelated', 'unrelated too', 'unrelated again']) {
      const earlier = reads
      saveHealth(message(text))
      await eventually(health).toBe(text)
      await eventually(async () => reads).toBeGreaterThan(earlier)
    }
    expect(await page.evaluate('window.typed')).toBe(true)
    project.save('infra/pages/delete-account/page/page.html', (text) =>
      text.replace('<h1>', '<h1>Saved: '),
    )
    await eventually(heading).toContain('Saved: ')
    expect(before).not.toContain('Saved: ')

    await page.goto(`${url}/docs`)
    const color = () => page.evaluate('getComputedStyle(document.body).color')
    project.save(
      'infra/pages/docs/page/page.css',
      (text) => `${text}\nbody { color: rgb(1, 2, 3) }`,
    )
    await eventually(color).toBe('rgb(1, 2, 3)')
    expect(complaints).toEqual([])
    await browser.close()
  },
)

test('the code of a page stays when the save fails, and is replaced once the app is repaired', async () => {
  const file = join(project.folder, '.local/dist/DeleteAccountPage/page.js')
  const before = readFileSync(file, 'utf8')
  const broken = "throw new Error('broken')\n"
  project.save('infra/stack/user-api-stack.ts', (text) =>
    text.replace('const tables =', `${broken}const tables =`),
  )
  project.save('infra/pages/delete-account/page/page.js', (text) => `${text}// Saved.\n`)
  await eventually(reloadError).toContain('broken')
  expect(readFileSync(file, 'utf8')).toBe(before)
  project.save('infra/stack/user-api-stack.ts', (text) => text.replace(broken, ''))
  await eventually(reloadError).toBeUndefined()
  await eventually(async () => await (await fetch(`${url}/delete-account`)).text()).toContain(
    '// Saved.',
  )
})

// The last test: nothing is reloaded afterwards.
test('says that a restart is needed when the process that bundles was killed', async () => {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
  const script = join(project.folder, 'infra/start/reload/bundle-process.ts')
  const [, pid] = stdout.match(new RegExp(`^ *(\\d+) .*${script}$`, 'm')) ?? []
  process.kill(Number(pid), 'SIGKILL')
  saveHealth(message('never'))
  await eventually(reloadError).toContain(
    './bundle-process.ts ended with SIGKILL. No save is applied until you restart npm start.',
  )
})
