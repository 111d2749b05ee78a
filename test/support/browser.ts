import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

// The shell has no user interface. It takes half of the processor time.
const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const CHROMIUM = process.env.CHROMIUM || INSTALLED.find(existsSync)
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Whether a test can use a browser. If not, writes to stderr that the `skipped` part is not tested. */
export function hasBrowser(skipped: string): boolean {
  if (CHROMIUM) return true
  process.stderr.write(
    `${skipped} is not tested: there is no Chromium at ${INSTALLED.join(' or ')} (CHROMIUM=<path>).\n`,
  )
  return false
}

/** Starts the browser. */
export async function launchBrowser(): Promise<Browser> {
  if (!CHROMIUM) throw new Error('There is no Chromium')
  return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}
