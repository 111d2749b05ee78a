import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Account, callAs, freshEmail } from '../../../support/accounts.ts'
import { findViolations } from '../../../support/axe.ts'
import { hasBrowser, launchBrowser } from '../../../support/browser.ts'
import { httpTo } from '../../../support/http-driver.ts'
import { openAccount } from '../../../support/open-account.ts'
import { stack } from '../../../support/stack.ts'
import { templateOf } from '../../../support/synthesize-stage.ts'

const ME = { method: 'GET', path: '/auth/me' }
const driver = httpTo(stack.apiUrl)
const url = `${stack.apiUrl}/delete-account`

describe('GET /delete-account', () => {
  test('allows no script, style or request but its own', async () => {
    const { headers } = await fetch(url)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-\S+'; connect-src 'self';/,
    )
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test('is found by a program that checks links, with HEAD', async () => {
    const { status, headers } = await fetch(url, { method: 'HEAD' })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const put = await fetch(url, { method: 'PUT' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test.each(['dev', 'prod'])('is part of stage %s, with the name of its app', async (stage) => {
    const template = await templateOf(stage)
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /delete-account' })
    const page = template.findResources('AWS::Lambda::Function', {
      Properties: { Description: 'GET /delete-account: Show the page to delete an account' },
    })
    const [{ Properties }] = Object.values(page) as [{ Properties: { Environment: object } }]
    const backups = stage === 'prod' ? { BACKUP_DAYS: '35' } : {}
    expect(Properties.Environment).toMatchObject({
      Variables: {
        APP_NAME: expect.stringMatching(/\w/),
        LOG_RETENTION_DAYS: expect.stringMatching(/^\d+$/),
        ...backups,
      },
    })
  })
})

describe.runIf(hasBrowser('/delete-account'))('the page, in a browser', () => {
  let browser: Browser
  let page: Page
  let account: Account
  const troubles: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })
  beforeEach(async () => {
    account = await openAccount(driver)
    page = await browser.newPage({ viewport: { width: 360, height: 740 } })
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(stack.apiUrl) && !request.url().startsWith('data:'))
        troubles.push(request.url())
    })
    await page.goto(url)
  })
  afterEach(async () => {
    await page.close()
    expect(troubles.splice(0)).toEqual([])
  })

  /** Fills the form and submits it with the Enter key. */
  async function logIn(password = account.password, email = account.email): Promise<void> {
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByLabel('Password').press('Enter')
  }
  const heading = (name: string) => page.getByRole('heading', { name })
  const button = (name: string) => page.getByRole('button', { name })
  const me = () => account.call(ME)

  test('deletes the account after a confirmation, with the keyboard alone', async () => {
    await logIn()
    await page.getByText(`You are logged in as ${account.email}`).waitFor()
    expect(await page.locator(':focus').textContent()).toBe('Delete this account?')
    expect((await me()).status).toBe(200)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await heading('Your account was deleted').waitFor()
    expect((await me()).status).toBe(401)
  })

  test('keeps the account when the user cancels, and ends only its own session', async () => {
    await logIn()
    const loggedOut = page.waitForResponse((response) => response.url().endsWith('/auth/logout'))
    await button('Keep my account').click()
    expect((await loggedOut).status()).toBe(200)
    await heading('Your account was kept').waitFor()
    expect((await me()).status).toBe(200)
  })

  test('says that the password is wrong, and lets the user correct it', async () => {
    await logIn('wrong-password')
    await page.getByText('The e-mail address or the password is wrong.').waitFor()
    await logIn()
    await heading('Delete this account?').waitFor()
  })

  test('says how long to wait after too many wrong passwords', async () => {
    const email = freshEmail()
    const path = '/auth/login'
    for (let tries = 0; tries < 10; tries++) {
      await driver.call({ method: 'POST', path, body: { email, password: 'wrong-password' } })
    }
    await logIn('wrong-password', email)
    await page
      .getByText(/Too many tries\. Wait 1[45] minutes, then try again\. Nothing was deleted\./)
      .waitFor()
  })

  test('says that there is no connection, and that nothing was deleted', async () => {
    await page.context().setOffline(true)
    await logIn()
    await page.getByText('There is no connection. Nothing was deleted.').waitFor()
    await page.context().setOffline(false)
  })

  test('does not say that the account was kept while its deletion is on its way', async () => {
    await logIn()
    const deletion = Promise.withResolvers<void>()
    await page.route('**/users', async (route) => {
      await deletion.promise
      await route.fetch()
      await route.abort()
    })
    const loggedOut = vi.fn()
    page.on('request', (request) => request.url().endsWith('/auth/logout') && loggedOut())
    await button('Delete my account').click()
    await button('Keep my account').click()
    deletion.resolve()
    await page.getByText('Try again to make sure that the account is deleted.').waitFor()
    expect(loggedOut).not.toHaveBeenCalled()
  })

  describe('when the response to a deletion was lost, says after another try how to find out', () => {
    /** Deletes the account. The response is lost. */
    async function loseDeletion(): Promise<void> {
      await page.route(
        '**/users',
        async (route) => {
          await route.fetch()
          await route.abort()
        },
        { times: 1 },
      )
      await button('Delete my account').click()
      await page
        .getByText('There is no connection. Try again to make sure that the account is deleted.')
        .waitFor()
    }

    async function deleteTwice(): Promise<void> {
      await loseDeletion()
      await button('Delete my account').click()
      await page
        .getByText(
          'Your account was deleted, or you were logged out before that. Log in to find out',
        )
        .waitFor()
    }

    test('that the account is deleted', async () => {
      await logIn()
      await deleteTwice()
      await logIn()
      await page.getByText('The e-mail address or the password is wrong.').waitFor()
      expect((await me()).status).toBe(401)
    })

    test('also to a user who then wants to keep the account, and after a failed login', async () => {
      await logIn()
      await loseDeletion()
      await button('Keep my account').click()
      await page.getByText('Your account may have been deleted. Log in to find out').waitFor()
      await page.route('**/auth/login', (route) => route.abort(), { times: 1 })
      await logIn()
      await page.getByText('There is no connection. Log in to find out').waitFor()
    })

    test('and that it was kept, when a logout succeeds after it', async () => {
      await logIn()
      await page.route('**/users', (route) => route.abort(), { times: 1 })
      await button('Delete my account').click()
      await page.getByText('There is no connection.').waitFor()
      await button('Keep my account').click()
      await heading('Your account was kept').waitFor()
      expect((await me()).status).toBe(200)
    })

    test('that the session had ended, and the account was kept', async () => {
      await logIn()
      await heading('Delete this account?').waitFor()
      await account.call({ method: 'POST', path: '/auth/logout', body: { scope: 'others' } })
      await deleteTwice()
      await logIn()
      await heading('Delete this account?').waitFor()
      expect((await me()).status).toBe(200)
    })
  })

  test('asks for another login when the session has ended', async () => {
    await logIn()
    await heading('Delete this account?').waitFor()
    await account.call({ method: 'POST', path: '/auth/logout', body: { scope: 'others' } })
    await button('Delete my account').click()
    await page.getByText('You were logged out. Log in again.').waitFor()
    expect((await me()).status).toBe(200)
  })

  test('logs out when it is closed', async () => {
    const response = page.waitForResponse((one) => one.url().endsWith('/auth/login'))
    await logIn()
    const { access_token: token } = (await (await response).json()).data
    await heading('Delete this account?').waitFor()
    const status = async () => (await callAs(driver, token)(ME)).status
    expect(await status()).toBe(200)
    await page.goto('about:blank')
    await expect.poll(status).toBe(401)
  })

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test('fits a phone, and axe finds nothing, at every step', async () => {
      await page.emulateMedia({ colorScheme })
      const check = async () => {
        expect(await findViolations(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      }
      await check()
      await logIn('wrong-password')
      await page.getByText('The e-mail address or the password is wrong.').waitFor()
      await check()
      await logIn()
      await heading('Delete this account?').waitFor()
      await check()
      await button('Delete my account').click()
      await heading('Your account was deleted').waitFor()
      await check()
    })
  })
})
