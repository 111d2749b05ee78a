import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserApi } from '../../../../infra/client/user-api.ts'
import { DEMO } from '../../../../infra/start/demo-account.ts'
import { tags } from '../../../../shared/http/describe-route.ts'
import { findViolations, openDetails } from '../../../support/axe.ts'
import { hasBrowser, launchBrowser } from '../../../support/browser.ts'
import { httpTo } from '../../../support/http-driver.ts'
import { plain } from '../../../support/images.ts'
import { openAccount } from '../../../support/open-account.ts'
import { OPENAPI_FILE } from '../../../support/openapi.ts'
import { freshPhone, smsTo } from '../../../support/phones.ts'
import { stack } from '../../../support/stack.ts'

const run = promisify(execFile)
const { paths } = JSON.parse(await readFile(OPENAPI_FILE, 'utf8'))
const routes = Object.values<object>(paths).flatMap((methods) => Object.keys(methods)).length

describe('GET /docs', () => {
  test('is a page that may load only the files served beside it', async () => {
    const response = await fetch(`${stack.apiUrl}/docs`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('x-frame-options')).toBe('DENY')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; ")
    const html = await response.text()
    const parts = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path]) => path ?? '')
    const script = await (await fetch(`${stack.apiUrl}/docs/page.js`)).text()
    const imports = [...script.matchAll(/from '\.(\/[^']+)'/g)].map(([, path]) => `/docs${path}`)
    expect(parts).toHaveLength(6)
    expect(imports).toHaveLength(2)
    for (const path of [...parts, ...imports, '/docs/samples.js']) {
      expect(path).toMatch(/^\/docs\//)
      expect((await fetch(`${stack.apiUrl}${path}`)).status).toBe(200)
    }
  })

  test('serves the committed document, gzipped when the client accepts it', async () => {
    const committed = await readFile(OPENAPI_FILE, 'utf8')
    for (const [encoding, expected] of [
      ['identity', null],
      ['gzip', 'gzip'],
    ] as const) {
      const headers = { 'accept-encoding': encoding }
      const response = await fetch(`${stack.apiUrl}/docs/openapi.json`, { headers })
      expect(response.headers.get('content-encoding')).toBe(expected)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.text()).toBe(committed)
    }
  })

  test.each(['index.mjs', 'nothing.js', '..%2Findex.mjs', 'constructor'])(
    'has no file %s',
    async (file) => {
      expect((await fetch(`${stack.apiUrl}/docs/${file}`)).status).toBe(404)
    },
  )
})

test('the local stack returns the demo account’s token, and a new one after that is logged out', async () => {
  const demo = async () => {
    const response = await fetch(`${stack.apiUrl}/_local/demo-account`)
    return (await response.json()) as { email: string; access_token: string }
  }
  const { email, access_token: token } = await demo()
  expect(email).toBe(DEMO.email)
  expect((await demo()).access_token).toBe(token)
  const api = new UserApi({ baseUrl: stack.apiUrl, token })
  expect((await api.me()).email).toBe(DEMO.email)
  await api.logOut()
  api.token = (await demo()).access_token
  expect(api.token).not.toBe(token)
  expect((await api.me()).email).toBe(DEMO.email)
})

describe.runIf(hasBrowser('/docs'))('the page, in a browser', () => {
  let browser: Browser
  let page: Page
  const elsewhere: string[] = []
  const complaints: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } })
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(stack.apiUrl) && !url.startsWith('data:')) elsewhere.push(url)
    })
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`${stack.apiUrl}/docs`)
  })
  afterAll(async () => {
    await browser?.close()
  })

  const form = (id: string) => page.locator(`#${id} form`)
  const bodyOf = async (id: string) => JSON.parse(await form(id).locator('textarea').inputValue())
  const sendWith = async (id: string) => {
    await form(id).getByRole('button', { name: 'Send' }).click()
    await form(id).locator('.result pre').waitFor()
    return (await form(id).locator('.result').textContent()) ?? ''
  }

  test('shows every route in its group, with the demo account’s token filled in', async () => {
    await expect.poll(() => page.locator('#token').inputValue()).toMatch(/^ua_/)
    expect(await page.locator('.group h2').allTextContents()).toEqual(tags.map(({ name }) => name))
    expect(await page.locator('.route').count()).toBe(routes)
  })

  test('runs GET /auth/me and shows the response', async () => {
    const text = await sendWith('me')
    expect(text).toMatch(/^200 after \d+ ms/)
    expect(text).toContain(`"email": "${DEMO.email}"`)
  })

  test('finds routes by path, field and error code, and goes to the first', async () => {
    const links = page.locator('#sidebar li:visible')
    await page.keyboard.press('/')
    for (const [words, count] of [
      ['/auth/me', 1],
      ['3709', 1],
      ['sync_from_epoch_ms', 1],
      ['nothing has this', 0],
      ['phone 2008', 2],
    ] as const) {
      await page.locator('#search:focus').fill(words)
      expect([words, await links.count()]).toEqual([words, count])
    }
    expect(await page.locator('#found').textContent()).toBe(`2 of ${routes} routes`)
    await page.keyboard.press('Enter')
    expect(page.url()).toMatch(/#resetPassword$/)
    await page.locator('#search').fill('')
    expect(await links.count()).toBe(routes)
  })

  test.each(['#verifyPhoneOtp', '#/Phone%20number/verifyPhoneOtp'])(
    'shows the route of the link %s',
    async (hash) => {
      const other = await browser.newPage()
      await other.goto(`${stack.apiUrl}/docs${hash}`)
      const top = () =>
        other.evaluate("document.querySelector('#verifyPhoneOtp').getBoundingClientRect().y")
      await expect.poll(top).toBeLessThan(100)
      expect(await top()).toBeGreaterThanOrEqual(0)
      await other.close()
    },
  )

  test('carries the token of a log-in, and the OTI and number of a sent OTP, to the next request', async () => {
    const before = await page.locator('#token').inputValue()
    const { email, password } = await openAccount(httpTo(stack.apiUrl))
    await form('logIn').locator('textarea').fill(JSON.stringify({ email, password }))
    await sendWith('logIn')
    expect(await page.locator('#token').inputValue()).not.toBe(before)
    const number = { code: '+91', value: freshPhone() }
    await form('sendPhoneOtp')
      .locator('textarea')
      .fill(JSON.stringify({ phone_number: number }))
    const sent = await sendWith('sendPhoneOtp')
    const body = await bodyOf('verifyPhoneOtp')
    expect(sent).toContain(`"oti": "${body.oti}"`)
    expect(body.phone_number).toEqual(number)
    const sms = await smsTo(number.value)
    body.otp = /\d{6}/.exec(sms.at(-1)?.body ?? '')?.[0]
    await form('verifyPhoneOtp').locator('textarea').fill(JSON.stringify(body))
    expect(await sendWith('verifyPhoneOtp')).toContain('"is_phone_validated": true')
  })

  test('uploads a picture', async () => {
    const buffer = await plain(40, 30).png().toBuffer()
    const file = { name: 'me.png', mimeType: 'image/png', buffer }
    await form('uploadProfilePicture').locator('input[type=file]').setInputFiles(file)
    expect(await sendWith('uploadProfilePicture')).toContain('"width": 40')
  })

  describe('the code of a request', () => {
    const info = 'It\'s $HOME, "quoted" \\ and ना'
    const codeIn = async (language: string) => {
      await form('updateUserInfo').locator('select.language').selectOption(language)
      return (await form('updateUserInfo').locator('.sample pre').textContent()) ?? ''
    }
    beforeAll(async () => {
      const body = JSON.stringify({ background_info: info })
      await form('updateUserInfo').locator('textarea').fill(body)
    })

    test.each([
      ['curl', (code: string) => run('bash', ['-c', `${code} --silent`])],
      ['JavaScript', (code: string) => run(process.execPath, ['--input-type=module', '-e', code])],
    ])('in %s sends it', async (language, execute) => {
      const { stdout } = await execute(await codeIn(language))
      expect(stdout.replaceAll("\\'", "'")).toContain('background_info')
      const me = await page.locator('#token').inputValue()
      const api = new UserApi({ baseUrl: stack.apiUrl, token: me })
      expect((await api.me()).background_info).toBe(info)
      await api.updateUserInfo({ background_info: 'another' })
    })

    test.each(['Python', 'Kotlin', 'Swift', 'Dart'])(
      'in %s has URL, token and body',
      async (language) => {
        const code = await codeIn(language)
        expect(code).toContain(`${stack.apiUrl}/users/info`)
        expect(code).toContain(`Bearer ${await page.locator('#token').inputValue()}`)
        const variable = ['Kotlin', 'Dart'].includes(language) ? '\\$HOME' : ' $HOME'
        expect(code).toContain(variable)
      },
    )
  })

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each([1280, 390])('at a width of %i, fits and has no violation of axe', async (width) => {
      const other = await browser.newPage({ viewport: { width, height: 844 }, colorScheme })
      await other.goto(`${stack.apiUrl}/docs`)
      const isPhone = width === 390
      if (isPhone) await other.getByRole('button', { name: 'Routes' }).click()
      else await openDetails(other)
      expect(await findViolations(other)).toEqual([])
      if (isPhone) await other.getByRole('link', { name: /Read the profile\s+\/auth\/me/ }).click()
      expect(await other.locator('#sidebar').isVisible()).toBe(!isPhone)
      await openDetails(other)
      expect(await other.evaluate('document.documentElement.scrollWidth')).toBe(width)
      await other.close()
    })
  })

  test.each([320, 360])('fits a width of %i, with one line at the top', async (width) => {
    const other = await browser.newPage({ viewport: { width, height: 640 } })
    await other.goto(`${stack.apiUrl}/docs`)
    expect(await other.evaluate('document.documentElement.scrollWidth')).toBe(width)
    const heights = `[...document.querySelectorAll('header, header > *')].map((one) => one.offsetHeight)`
    const [bar = 0, ...parts] = await other.evaluate<number[]>(heights)
    expect(Math.max(...parts)).toBeLessThan(bar)
    await other.close()
  })

  test('asks before it sends a DELETE', async () => {
    const { call, token } = await openAccount(httpTo(stack.apiUrl))
    const demo = await page.locator('#token').inputValue()
    await page.locator('#token').fill(token)
    page.once('dialog', (dialog) => dialog.dismiss())
    await form('deleteUser').getByRole('button', { name: 'Send' }).click()
    expect((await call({ method: 'GET', path: '/auth/me' })).status).toBe(200)
    page.once('dialog', (dialog) => dialog.accept())
    expect(await sendWith('deleteUser')).toMatch(/^200 /)
    await page.locator('#token').fill(demo)
  })

  test('sends requests only to this machine and logs no console error', () => {
    expect(elsewhere).toEqual([])
    expect(complaints).toEqual([])
  })
})
