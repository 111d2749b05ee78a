import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const PAGES = globSync('{README.md,docs/**/*.md,.github/**/*.md,infra/*/README.md}', { cwd: ROOT })
const LINK = /\]\(([^)\s]+)\)/g
/** A file or folder of this repository in a code span. `<…>`, `…` and `*` stand for many. */
const PATH = /`((?:docs|functions|infra|shared|test)\/[^`\s]*)`/g

/** The text of a page without its code blocks. */
function proseOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replace(/^ *```.*?^ *```$/gms, '')
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = proseOf(page).matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Checks a relative link. Returns what is wrong with it. */
function problemOf(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(ROOT, target))) return `${link}: ${target} does not exist`
  if (anchor === undefined || !target.endsWith('.md')) return undefined
  return anchorsOf(target).includes(anchor) ? undefined : `${link}: ${target} has no such heading`
}

test('finds the pages', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining(['README.md', 'docs/runbook.md', '.github/CONTRIBUTING.md']),
  )
})

describe.each(PAGES)('%s', (page) => {
  test('links to files and headings that exist', () => {
    const links = [...proseOf(page).matchAll(LINK)].map(([, link = '']) => link)
    const relative = links.filter((link) => !/^(https?|mailto):/.test(link))
    expect(relative.map((link) => problemOf(page, link)).filter(Boolean)).toEqual([])
  })

  test('names files and folders that exist', () => {
    const paths = [...proseOf(page).matchAll(PATH)].map(([, path = '']) => path)
    const exact = paths.filter((path) => !/[<…*{]/.test(path))
    expect(exact.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})
