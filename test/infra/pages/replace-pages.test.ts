import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { addPages, replacePages } from '../../../infra/pages/replace-pages.ts'

/** Creates a folder with these files. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pages '))
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text)
  }
  return folder
}

test('a page that was added is copied before the synthesis, and a page that exists stays', async () => {
  const staged = await folderWith({ 'Docs/index.mjs': 'new', 'Added/page/page.js': 'added' })
  const bundles = await folderWith({ 'Docs/index.mjs': 'old' })
  addPages(staged, bundles)
  expect(await readFile(join(bundles, 'Docs/index.mjs'), 'utf8')).toBe('old')
  expect(await readFile(join(bundles, 'Added/page/page.js'), 'utf8')).toBe('added')
})

test('the pages whose files differ are replaced and named, and the others stay', async () => {
  const same = { 'Same/index.mjs': 'same', 'Same/page.css': 'same' }
  const changed = { 'Docs/index.mjs': 'same', 'Docs/page.css': 'new' }
  const staged = await folderWith({ ...same, ...changed, 'Added/nested/page.js': 'added' })
  const bundles = await folderWith({ ...same, 'Docs/index.mjs': 'same', 'Docs/page.css': 'old' })
  expect(replacePages(staged, bundles).sort()).toEqual(['Added', 'Docs'])
  expect(await readFile(join(bundles, 'Docs/page.css'), 'utf8')).toBe('new')
  expect(await readFile(join(bundles, 'Added/nested/page.js'), 'utf8')).toBe('added')
  expect(replacePages(await folderWith(changed), bundles)).toEqual([])
})
