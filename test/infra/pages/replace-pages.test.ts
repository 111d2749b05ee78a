import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { addPages } from '../../../infra/pages/replace-pages.ts'

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
