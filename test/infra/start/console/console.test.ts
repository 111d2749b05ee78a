import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ReloadStatus } from '../../../../infra/start/reload/reload-status.ts'
import { type LocalUserApi, startUserApi } from '../../../../infra/start/start-user-api.ts'
import { freshEmail } from '../../../support/accounts.ts'
import { assemblyOf } from '../../../support/assemblies.ts'
import { findViolations, openDetails } from '../../../support/axe.ts'
import { hasBrowser, launchBrowser } from '../../../support/browser.ts'
import { plain } from '../../../support/images.ts'

/** Prints only the status. */
const SHOW_STATUS = '--silent --output /dev/null --write-out %{http_code}'

/** Sends a request with curl, and returns its status. */
async function sendByCurl(options: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('curl', [...options, ...SHOW_STATUS.split(' ')])
  return stdout
}

// A separate stack, because a flag is switched and a permission removed.
describe.runIf(hasBrowser('The console'))('the console in a browser', () => {
  let stack: LocalUserApi
  let browser: Browser
  let page: Page
  let url: string
  const troubles: string[] = []
  let token: string
  const reloads = new ReloadStatus()

  beforeAll(async () => {
    stack = await startUserApi({
      assembly: await assemblyOf('local'),
      reloads,
      // Two tests send an OTP to the same account, with any time between them.
      environment: () => ({ OTP_COOLDOWN_SECONDS: '3600' }),
    })
    url = stack.outputs.ApiUrl ?? ''
    browser = await launchBrowser()
    page = await browser.newPage()
    page.on('pageerror', (error) => troubles.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text())
    })
    const account = { email: freshEmail(), password: 'quiet-lamp-4', name: { first_name: 'John' } }
    token = (await send('POST', '/auth/register', account)).data.access_token
    await page.goto(`${url}/_local`)
    await page.getByText('Live').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
  })

  async function send(method: string, path: string, body?: object) {
    const headers = token ? { authorization: `Bearer ${token}` } : undefined
    const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) })
    // biome-ignore lint/suspicious/noExplicitAny: responses have no type here.
    return (await response.json()) as any
  }
  const requestTo = (path: string) =>
    page.locator('#request-list details', { hasText: path }).first()

  test('lists requests from before it was opened', async () => {
    await requestTo('/auth/register').waitFor()
  })

  test('shows a request at once, with its AWS calls', async () => {
    await send('GET', '/auth/me')
    const shown = requestTo('/auth/me')
    await shown.locator('summary').click()
    expect(await shown.locator('.status').textContent()).toBe('200')
    expect(await shown.locator('tr', { hasText: 'GetItem' }).first().textContent()).toMatch(
      /^dynamodb GetItemUsers1[\d.]+ ms$/,
    )
    expect(await shown.locator('.cold').textContent()).toMatch(/^cold \d+ ms$/)
    await page.locator('#cold-list li', { hasText: 'GET /auth/me' }).waitFor()
  })

  test('shows a refused call in red', async () => {
    const [granted] = stack.functions.filter(({ name }) => name.includes('UsersInfoPatch'))
    stack.replacePolicies(granted?.name ?? '', [])
    await send('PATCH', '/users/info', { attempt_number: 2 })
    stack.replacePolicies(granted?.name ?? '', granted?.policies ?? [])
    const shown = requestTo('/users/info')
    await shown.locator('.badges .refused').waitFor()
    await shown.locator('summary').click()
    // Also refused is the read that primes the function, when it had to be started.
    const refused = shown.locator('tr.refused', { hasText: 'UpdateItem' })
    expect(await refused.textContent()).toContain('UpdateItem refused: no permission')
    const colour = await page.evaluate(
      "getComputedStyle(document.querySelector('tr.refused')).color",
    )
    const [red = 0, green = 0, blue = 0] = (String(colour).match(/\d+/g) ?? []).map(Number)
    expect(red).toBeGreaterThan(2 * Math.max(green, blue))
  })

  test('shows an SMS at once, and nothing of it among the requests', async () => {
    await page.getByLabel('Send an OTP').fill('9123456780')
    await page.locator('#try-otp button').click()
    const sms = page.locator('#sms-list li', { hasText: '+919123456780' })
    const [otp = ''] = /\d{6}/.exec((await sms.locator('.sms').textContent()) ?? '') ?? []
    await requestTo('/users/send-phone-otp').waitFor()
    const requests = await page.locator('#requests').textContent()
    expect(requests).not.toContain(otp)
    expect(requests).not.toContain('9123456780')
  })

  test('uploads a picture as the demo account, and shows it', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'user api-')), 'me.png')
    await writeFile(file, await plain(300, 200).png().toBuffer())
    await page.getByLabel('Upload a picture').setInputFiles(file)
    await page.locator('#try-picture button').click()
    const width = () => page.evaluate("document.querySelector('#try-result img')?.naturalWidth")
    await expect.poll(width).toBe(300)
    const calls = requestTo('/users/profile-picture').locator('tbody')
    expect(await calls.textContent()).toContain('s3 PutObjectPictures')
  })

  test('switches a flag, from the next request on', async () => {
    const before = await send('GET', '/auth/me')
    await page.getByLabel('response_encryption').click()
    await page.getByText('It is on, from the next request on.').waitFor()
    const after = await send('GET', '/auth/me')
    expect([before.is_data_encrypted, after.is_data_encrypted]).toEqual([0, 1])
    await page.getByLabel('response_encryption').click()
    await page.getByText('It is off, from the next request on.').waitFor()
    expect((await send('GET', '/auth/me')).is_data_encrypted).toBe(0)
  })

  test('runs a schedule, and shows the run', async () => {
    await page.getByRole('button', { name: 'Run SweepPurges' }).click()
    await page.locator('#run-list details', { hasText: 'SweepPurges' }).waitFor()
  })

  test('leaves the focus of the keyboard on a button that was pressed', async () => {
    for (const [path, press] of [
      ['/auth/me', page.getByRole('button', { name: 'Read the profile' })],
      ['/_local/schedules/', page.getByRole('button', { name: /^Run / }).first()],
    ] as const) {
      const responded = page.waitForResponse((response) => response.url().includes(path))
      await press.press('Enter')
      await responded
      expect(await page.locator(':focus').textContent()).toBe(await press.textContent())
    }
  })

  test('shows markup as text', async () => {
    const path = '/<img src=x onerror=alert(1)>'
    await fetch(`${url}${path}`)
    const shown = requestTo('/%3Cimg')
    await shown.waitFor()
    await send('POST', '/users/send-phone-otp', { phone_number: { code: '+91', value: '1' } })
    expect(await page.locator('main :not(figure) > img').count()).toBe(0)
  })

  test('opens a request with headers, bodies and a curl command, its secrets masked until they are asked for', async () => {
    const listed = page.locator('#request-list details', { hasText: '/users/info' })
    const before = await listed.count()
    await send('PATCH', '/users/info', { attempt_number: 3 })
    // Otherwise the click may open the entry of an earlier request.
    await expect.poll(() => listed.count()).toBe(before + 1)
    const shown = requestTo('/users/info')
    const details = shown.locator('.details')
    await shown.locator('summary').click()
    await details.waitFor()
    const masked = (await details.textContent()) ?? ''
    for (const part of [
      '"attempt_number": 3',
      'authorization: Bearer ***',
      `curl '${url}/users/info'`,
    ]) {
      expect(masked).toContain(part)
    }
    expect(masked).not.toContain(token)
    await details.getByText('Tick Secrets for a command that runs').waitFor()
    await page.getByLabel('Secrets').check()
    await details.getByText(`-H 'authorization: Bearer ${token}'`).waitFor()
    await page.getByLabel('Secrets').uncheck()
    await details.getByText('authorization: Bearer ***').first().waitFor()
    expect(await details.textContent()).not.toContain(token)
  })

  test.each([
    ['HEAD', 'without a body', undefined],
    ['GET', 'with a body', '{"unused": true}'],
    ['POST', 'with a body that is not JSON', '{"comments": "half'],
    ['POST', 'with a long body', JSON.stringify({ comments: '🎓'.repeat(6000) })],
  ])('shows a curl command that repeats a %s %s', async (method, _, body) => {
    const path = method === 'POST' ? '/users/report?course_id=1' : '/auth/me'
    const first = await sendByCurl([
      ...['-X', method, `${url}${path}`, '-H', `authorization: Bearer ${token}`],
      ...(body ? ['--data-raw', body] : []),
      ...(method === 'HEAD' ? ['-I'] : []),
    ])
    const listed = page.locator('#request-list details', {
      hasText: `${method} ${path.split('?')[0]}`,
    })
    await page.getByLabel('Secrets').check()
    const shown = listed.first()
    await shown.locator('summary').click()
    const command = shown.getByRole('group', { name: /^As curl/ })
    const text = (await command.textContent()) ?? ''
    await page.getByLabel('Secrets').uncheck()
    await shown.locator('summary').click()
    const cwd = await mkdtemp(join(tmpdir(), 'user api-'))
    await writeFile(join(cwd, 'upload'), body ?? '')
    const { stdout } = await promisify(execFile)('bash', ['-c', `${text} ${SHOW_STATUS}`], { cwd })
    expect(stdout).toBe(first)
    expect(text.includes('@upload')).toBe(body !== undefined && body.length > 10_000)
  })

  test('shows no secret after its box was unticked, however late the response comes', async () => {
    await send('POST', '/auth/login', { email: freshEmail(), password: 'late-secret-4' })
    const entry = requestTo('/auth/login')
    await entry.locator('summary').click()
    await entry.locator('.details').waitFor()
    const secrets = page.getByLabel('Secrets')
    await page.route('**/requests-with-secrets/*', async (route) => {
      const response = await route.fetch()
      await masked
      await route.fulfill({ response })
    })
    const masked = page.waitForResponse('**/_local/requests/*')
    const late = page.waitForResponse('**/requests-with-secrets/*')
    await secrets.check()
    await secrets.uncheck()
    await (await late).finished()
    expect(await entry.textContent()).not.toContain('late-secret-4')
    await page.unroute('**/requests-with-secrets/*')
    await entry.locator('summary').click()
  })

  test('shows an upload as a curl command that uploads the file which its heading names', async () => {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(await plain(40, 30).png().toBuffer())]))
    const headers = { authorization: `Bearer ${token}` }
    await fetch(`${url}/users/profile-picture`, { method: 'POST', headers, body: form })
    const shown = requestTo('/users/profile-picture')
    await page.getByLabel('Secrets').check()
    await shown.locator('summary').click()
    const command = shown.getByRole('group', { name: 'As curl, which sends your file ./upload' })
    const text = (await command.textContent()) ?? ''
    await page.getByLabel('Secrets').uncheck()
    const cwd = await mkdtemp(join(tmpdir(), 'user api-'))
    await writeFile(join(cwd, 'upload'), await plain(20, 10).png().toBuffer())
    const { stdout } = await promisify(execFile)('bash', ['-c', `${text} --silent`], { cwd })
    expect(JSON.parse(stdout)).toMatchObject({ data: { width: 20, height: 10 } })
  })

  test('filters by method, in either case, and says when no request matches', async () => {
    await send('GET', '/auth/me')
    await fetch(`${url}/health`)
    await requestTo('/health').waitFor()
    const filter = page.getByLabel('Filter by path')
    await filter.fill(' get /AUTH ')
    expect(await requestTo('/auth/me').isVisible()).toBe(true)
    expect(await requestTo('/health').isVisible()).toBe(false)
    await filter.fill('/nowhere')
    await page.getByText('No request matches.').waitFor()
    await filter.fill('')
    expect(await page.getByText('No request matches.').isVisible()).toBe(false)
  })

  test('starts with its switches off, also after the browser’s Back', async () => {
    for (const name of ['Problems only', 'Assets', 'Secrets']) await page.getByLabel(name).check()
    await page.goto(`${url}/docs`)
    await page.goBack()
    await page.getByText('Live').waitFor()
    for (const name of ['Problems only', 'Assets', 'Secrets']) {
      expect(await page.getByLabel(name).isChecked()).toBe(false)
    }
  })

  test('tries an OTP, and shows why the API refuses it', async () => {
    await page.getByLabel('Send an OTP').fill('1234567890')
    await page.locator('#try-otp button').click()
    await page.getByText('Must be an Indian mobile number').waitFor()
    await page.getByLabel('Send an OTP').fill('91234 56780')
    await page.locator('#try-otp button').click()
    await page.getByText(/Try again in \d+ s\./).waitFor()
    // The browser logs each refusal.
    const [refused, limited] = troubles.splice(0)
    expect([refused, limited]).toEqual([
      expect.stringContaining('422'),
      expect.stringContaining('429'),
    ])
  })

  test('filters by path, and hides the files of a page until they are asked for', async () => {
    await fetch(`${url}/docs/page.css`)
    const asset = requestTo('/docs/page.css')
    await asset.waitFor({ state: 'attached' })
    expect(await asset.isVisible()).toBe(false)
    await page.getByLabel('Assets').check()
    expect(await asset.isVisible()).toBe(true)
    await page.getByLabel('Filter by path').fill('/users/')
    expect([await asset.isVisible(), await requestTo('/users/info').isVisible()]).toEqual([
      false,
      true,
    ])
    await fetch(`${url}/health`)
    await requestTo('/health').waitFor({ state: 'attached' })
    expect(await requestTo('/health').isVisible()).toBe(false)
    await page.getByLabel('Filter by path').fill('')
    expect(await requestTo('/health').isVisible()).toBe(true)
    await page.getByLabel('Assets').uncheck()
  })

  test('shows why a save is not applied until one is, and reloads when its own files change', async () => {
    const panel = page.getByText('The last save is not applied')
    expect(await panel.isVisible()).toBe(false)
    reloads.set('functions/health.get.ts:1:1: broken')
    await page.getByText('functions/health.get.ts:1:1: broken').waitFor()
    reloads.set()
    await panel.waitFor({ state: 'hidden' })
    await page.evaluate('window.loadedBefore = true')
    reloads.publish('page-changed', {})
    await expect.poll(() => page.evaluate('window.loadedBefore')).toBeUndefined()
    await page.getByText('Live').waitFor()
  })

  test('fits a phone, and works by keyboard', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    const first = page.locator('#request-list summary').first()
    await first.focus()
    // The list would cut off a frame around the summary.
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    const offset = 'getComputedStyle(document.activeElement).outlineOffset'
    expect(await page.evaluate(offset)).toBe('-2px')
    await page.keyboard.press('Enter')
    await page.locator('#request-list details[open]').first().waitFor()
  })

  test.each([
    ['light', 1280],
    ['light', 390],
    ['dark', 1280],
    ['dark', 390],
  ] as const)('has no violation of axe in %s at a width of %i', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 844 })
    await openDetails(page)
    expect(await page.locator('tr.refused').count()).toBeGreaterThan(0)
    expect(await findViolations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  test('clears the requests, of which then none can match', async () => {
    await page.getByLabel('Filter by path').fill('/nowhere')
    await page.getByText('No request matches.').waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    expect(await page.getByText('No request matches.').isVisible()).toBe(false)
    await page.getByText('Nothing yet. Send a request with curl.').waitFor()
  })

  test('says when the stack has ended, and had no error until then', async () => {
    expect(troubles).toEqual([])
    await stack.stop()
    await page.getByText('Not running. Waiting for npm start …').waitFor()
  })
})
