import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserApi } from '../../../../infra/client/user-api.ts'
import { DEMO } from '../../../../infra/start/demo-account.ts'
import { tags } from '../../../../shared/http/describe-route.ts'
import { hasBrowser, launchBrowser } from '../../../support/browser.ts'
import { OPENAPI_FILE } from '../../../support/openapi.ts'
import { stack } from '../../../support/stack.ts'

describe('GET /docs', () => {
  test('is a page that may load only the files served beside it', async () => {
    const response = await fetch(`${stack.apiUrl}/docs`)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const html = await response.text()
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(parts).toHaveLength(5)
    for (const path of parts) {
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

  test('shows every route in its group, with the demo account’s token filled in', async () => {
    await page.locator('.authorization__btn.locked, .btn.authorize.locked').first().waitFor()
    const headings = await page.locator('.opblock-tag').all()
    const groups = await Promise.all(headings.map((one) => one.getAttribute('data-tag')))
    expect(groups).toEqual(tags.map(({ name }) => name))
    expect(await page.locator('.opblock').count()).toBe(16)
  })

  test('runs GET /auth/me and shows the response', async () => {
    await page.locator('#operations-Profile-me .opblock-summary-control').click()
    await page.locator('#operations-Profile-me button.execute').click()
    const response = page.locator('#operations-Profile-me .live-responses-table')
    await response.waitFor()
    const text = await response.locator('tbody .response-col_description').first().textContent()
    expect(text).toContain(`"email": "${DEMO.email}"`)
  })

  test('sends requests only to this machine and logs no console error', () => {
    expect(elsewhere).toEqual([])
    expect(complaints).toEqual([])
  })
})
