import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FunctionPermissions } from '../local/permission-use.ts'
import { describePermissions, isLeast, totalsOf } from './describe-permissions.ts'
import { print, runCommand, UsageError } from './run-command.ts'
import { runE2eSuite } from './run-e2e-suite.ts'

// `npm run iam`: what each function may do, held against what it does.

await runCommand({
  usage: `npm run iam -- [--json]

  Runs the end-to-end suite on a local stack in memory, and tells which permissions of each function
  it never used, and which calls were refused. Exits with 1 when there is either.

  --json  one JSON document instead of a table`,
  options: { json: { type: 'boolean' } },
  run: async (positionals, { json }) => {
    if (positionals.length > 0) throw new UsageError('Give options only.')
    const { functions, passed } = await measure()
    if (!functions) throw new Error('The suite did not come to its end: see above.')
    if (json) print(JSON.stringify({ functions, totals: totalsOf(functions) }, null, 2))
    else for (const line of describePermissions(functions)) print(line)
    if (passed && isLeast(functions)) return
    process.exitCode = 1
    if (isLeast(functions)) throw new Error('Some tests of the suite failed: see above.')
  },
})

async function measure(): Promise<{ functions?: FunctionPermissions[]; passed: boolean }> {
  const folder = await mkdtemp(join(tmpdir(), 'user-api-iam-'))
  const file = join(folder, 'permissions.json')
  try {
    const environment = { PERMISSIONS_FILE: file }
    const passed = await runE2eSuite({ reporter: 'dot', environment, writesTo: 'stderr' })
    const functions = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
    return { functions, passed }
  } finally {
    await rm(folder, { recursive: true })
  }
}
