import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Client from '../../../infra/client/index.ts'
import { hasBrowser, launchBrowser } from '../../support/browser.ts'
import { httpTo } from '../../support/http-driver.ts'
import { noise } from '../../support/images.ts'
import { openAccount } from '../../support/open-account.ts'
import { stack } from '../../support/stack.ts'

declare const client: typeof Client

const ENTRY = resolve(import.meta.dirname, '../../../infra/client/index.ts')

describe.runIf(hasBrowser('The client in a browser'))('the client, in a browser', () => {
  let browser: Browser
  let page: Page
  const webApp = createServer((_, response) => response.end('<title>An app</title>'))
  const uncaught: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => uncaught.push(message))
    const {
      outputFiles: [bundle],
    } = await build({
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'client',
    })
    // A page of another origin than the API.
    webApp.listen(0, '127.0.0.1')
    await once(webApp, 'listening')
    await page.goto(`http://127.0.0.1:${(webApp.address() as AddressInfo).port}`)
    await page.addScriptTag({ content: bundle?.text ?? '' })
  })
  afterAll(async () => {
    await browser.close()
    webApp.close()
    expect(uncaught).toEqual([])
  })

  /** Uploads a picture of about 3 MB. `abortAt` is a part of it, 0 to 1. */
  async function upload(abortAt = Number.POSITIVE_INFINITY) {
    const { token } = await openAccount(httpTo(stack.apiUrl))
    const picture = (await noise(1000, 1000).png().toBuffer()).toString('base64')
    const baseUrl = stack.apiUrl
    return await page.evaluate(
      async ({ baseUrl, token, picture, abortAt }) => {
        const api = new client.UserApi({ baseUrl, token })
        const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0))
        const progress: number[] = []
        const controller = new AbortController()
        const result = await api
          .uploadProfilePicture(new Blob([bytes]), {
            signal: controller.signal,
            onProgress: (fraction) => {
              progress.push(fraction)
              if (fraction >= abortAt) controller.abort(new Error('Cancelled'))
            },
          })
          .catch((error: Error) => error.message)
        return { progress, result }
      },
      { baseUrl, token, picture, abortAt },
    )
  }

  test('reports the progress of an upload, up to 1', async () => {
    const { progress, result } = await upload()
    expect(result).toMatchObject({ width: 1000, height: 1000 })
    expect(progress.at(-1)).toBe(1)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  })

  test('aborts an upload that reports its progress', async () => {
    expect((await upload(0)).result).toBe('Cancelled')
  })

  test('reads the id of a failed request of another origin', async () => {
    const failure = await page.evaluate(async (baseUrl) => {
      const error = await new client.UserApi({ baseUrl, token: 'ua_wrong' })
        .uploadProfilePicture(new Blob(['no picture']), { onProgress: () => undefined })
        .catch((reason) => reason)
      return { isApiError: client.isApiError(error), code: error.code, requestId: error.requestId }
    }, stack.apiUrl)
    expect(failure).toEqual({ isApiError: true, code: 1001, requestId: expect.any(String) })
  })
})
