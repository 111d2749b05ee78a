import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { SECURITY_HEADERS } from '../../../shared/http/security-headers.ts'
import { toPage } from './to-page.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')
const [style, script] = [read('page.css'), read('page.js')]
const { APP_NAME = '', LOG_RETENTION_DAYS = '', BACKUP_DAYS } = process.env
const page = toPage(read('page.html'), {
  style,
  script,
  appName: APP_NAME,
  logRetentionDays: LOG_RETENTION_DAYS,
  backupDays: BACKUP_DAYS,
})

// The page may run only its own script and style, and send requests only to its own origin. Its icon is an empty image.
const POLICY =
  `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; connect-src 'self'; ` +
  'img-src data:; ' +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The Lambda behind GET /delete-account. Its only permission is to write its log. */
export function handler(): Promise<APIGatewayProxyStructuredResultV2> {
  return Promise.resolve({
    statusCode: 200,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    },
    body: page,
  })
}

/** A source of a content security policy that allows exactly this inline text. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
