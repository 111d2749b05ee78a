import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { hasBrowser, launchBrowser } from '../../../support/browser.ts'

const script = readFileSync(
  new URL('../../../../infra/start/console/page/live-reload.js', import.meta.url),
)

test.runIf(hasBrowser('A page in a tab that is hidden'))(
  'a page is connected only while it is visible, so that many tabs leave connections to the API',
  async () => {
    let connections = 0
    const server = createServer((request, response) => {
      if (request.url === '/live-reload.js') {
        response.setHeader('content-type', 'text/javascript').end(script)
      } else if (request.url === '/_local/events') {
        connections += 1
        response.once('close', () => {
          connections -= 1
        })
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
      } else {
        response.setHeader('content-type', 'text/html')
        response.end('<title>A page</title><script type="module" src="/live-reload.js"></script>')
      }
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const browser = await launchBrowser()
    const page = await browser.newPage()
    const setHidden = (isHidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await expect.poll(() => connections).toBe(1)
    await setHidden(true)
    await expect.poll(() => connections).toBe(0)
    await setHidden(false)
    await expect.poll(() => connections).toBe(1)
    await browser.close()
    server.closeAllConnections()
    server.close()
  },
)
