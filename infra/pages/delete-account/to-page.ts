import { escapeHtml } from '../escape-html.ts'

/** The values that are filled into the page. */
export interface PageValues {
  readonly style: string
  readonly script: string
  /** The app's name, as plain text. */
  readonly appName: string
  readonly logRetentionDays: string
  /** When undefined, the page has no line about backups. */
  readonly backupDays: string | undefined
}

const STYLE = '<link rel="stylesheet" href="page.css">'
const SCRIPT = '<script src="page.js"></script>'
const BACKUPS = /\s*<li data-if="backups">.*?<\/li>/s

/** Fills the page's `{{placeholders}}`, and puts style and script into it unchanged. */
export function toPage(html: string, values: PageValues): string {
  const { style, script, appName, logRetentionDays, backupDays } = values
  const texts: Readonly<Record<string, string>> = {
    appName: escapeHtml(appName),
    logRetention: days(logRetentionDays),
    backups: days(backupDays ?? ''),
  }
  const known = backupDays === undefined ? html.replace(BACKUPS, '') : html
  return known
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => texts[name] ?? '')
    .replace(STYLE, () => `<style>${style}</style>`)
    .replace(SCRIPT, () => `<script>${script}</script>`)
}

function days(count: string): string {
  return escapeHtml(count === '1' ? '1 day' : `${count} days`)
}
