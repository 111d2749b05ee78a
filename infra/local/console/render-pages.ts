import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { LocalPages, LocalResponse } from '../pages/local-pages.ts'
import type { ConsoleOptions } from './console-options.ts'

const FOLDER = join(import.meta.dirname, 'page')
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Returns the console's page, and the scripts and styles of the page and of the app's panels. */
export function renderPages(stackName: string, options: ConsoleOptions): LocalPages {
  const folders = options.folder ? [FOLDER, options.folder] : [FOLDER]
  const files = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => extname(path) in CONTENT_TYPES)
  return {
    ...Object.fromEntries(
      files.map((path) => [`GET /_local/${basename(path)}`, () => toResponse(path)]),
    ),
    'GET /_local': () => ({
      contentType: 'text/html; charset=utf-8',
      body: toHtml(stackName, options),
    }),
  }
}

function toResponse(path: string): LocalResponse {
  return { contentType: CONTENT_TYPES[extname(path)] ?? '', body: readFileSync(path) }
}

/** Fills the placeholders of the page, which are comments such as `<!--title-->`. */
function toHtml(stackName: string, options: ConsoleOptions): string {
  const { title = stackName, startCommand = 'the stack', links = [] } = options
  const { folder = '', panels = [] } = options
  const withFile = (extension: string) =>
    panels.filter((name) => existsSync(join(folder, `${name}.${extension}`)))
  const values: Readonly<Record<string, readonly string[]>> = {
    title: [escapeHtml(title)],
    startCommand: [escapeHtml(startCommand)],
    links: links.map(({ text, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`),
    panels: panels.map((name) => readFileSync(join(folder, `${name}.html`), 'utf8')),
    styles: withFile('css').map((name) => `<link rel="stylesheet" href="/_local/${name}.css">`),
    scripts: withFile('js').map(
      (name) => `<script type="module" src="/_local/${name}.js"></script>`,
    ),
  }
  const page = readFileSync(join(FOLDER, 'index.html'), 'utf8')
  return page.replace(/<!--(\w+)-->/g, (_, name: string) => (values[name] ?? []).join('\n'))
}

function escapeHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replaceAll('"', '&quot;')
}
