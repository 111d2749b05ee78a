import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesByProject } from './test-projects.ts'

/** A folder with these files; each has the given source. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'user api projects-'))
  for (const [file, source] of Object.entries(files)) {
    await mkdir(join(root, dirname(file)), { recursive: true })
    await writeFile(join(root, file), source)
  }
  return root
}

/** Files that the test files import. accounts.ts imports itself: a circle must not hang the search. */
const SUPPORT = {
  'test/support/stack.ts': '',
  'test/support/accounts.ts': "import { stack } from './stack.ts'\nimport './accounts.ts'",
  'infra/ops/use-outputs.ts': '',
  'infra/run.ts': "import { spawn } from 'node:child_process'",
}

test.each([
  ["import { stack } from './support/stack.ts'", 'stack'],
  ["import {\n  type Account,\n  register,\n} from './support/accounts.ts'", 'stack'],
  ["import { run } from '../infra/run.ts'\nimport './support/stack.ts'", 'stack'],
  ["const { stack } = await import('./support/stack.ts')", 'stack'],
  ["import '../infra/ops/use-outputs.ts'\nimport './support/stack.ts'", 'stack'],
  ["import '../infra/ops/use-outputs.ts'\nimport '../infra/run.ts'", 'isolated'],
  ["import { App } from 'aws-cdk-lib'", 'system'],
  ["import { build } from 'esbuild'", 'system'],
  ["import { run } from '../infra/run.ts'", 'system'],
  ["import type { Stack } from './support/stack.ts'", 'unit'],
  ["import { expect } from 'vitest'", 'unit'],
])('a test file with %j runs in the project "%s"', async (source, expected) => {
  const file = 'test/a.test.ts'
  const byProject = filesByProject(await folderWith({ ...SUPPORT, [file]: source }))
  const found = Object.entries(byProject).filter(([, files]) => files.includes(file))
  expect(found.map(([project]) => project)).toEqual(expected === 'unit' ? [] : [expected])
})
