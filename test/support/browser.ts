import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Whether a test can use a browser. If not, writes to stderr that the `skipped` part is not tested. */
export function hasBrowser(skipped: string): boolean {
  const exists = existsSync(CHROMIUM)
  if (!exists) {
    process.stderr.write(
      `${skipped} is not tested: no Chromium at ${CHROMIUM} (CHROMIUM=<path>).\n`,
    )
  }
  return exists
}

/** Starts the browser. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}
