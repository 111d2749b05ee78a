import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { FunctionPermissions } from '../local/endpoint/permission-use.ts'
import { describePermissions, isLeastPrivilege, totalsOf } from './describe-permissions.ts'
import { examples, jsonOption } from './options.ts'
import { print, printJson } from './print.ts'
import { runE2eSuite } from './run-e2e-suite.ts'

/** `npm run iam`: compares each function's permissions with the permissions that it uses. */
export function defineIam(command: Command): Command {
  return command
    .description(
      'Runs the end-to-end tests on a local stack in memory. Lists the permissions that a function never used and the calls that were refused, and fails if there are any.',
    )
    .addOption(jsonOption())
    .addHelpText('after', examples('npm run iam', 'npm run iam -- --json'))
    .action(iam)
}

async function iam({ json = false }: { json?: boolean }): Promise<void> {
  const { functions, passed } = await recordPermissionUse()
  if (!functions) throw new Error('The tests did not finish: see above.')
  reportPermissions(functions, json)
  if (!passed) throw new Error('Some tests failed: see above.')
}

/** Prints the permissions of the functions. @throws Error when one is unused or missing. */
export function reportPermissions(functions: readonly FunctionPermissions[], json: boolean): void {
  if (json) printJson({ functions, totals: totalsOf(functions) })
  else for (const line of describePermissions(functions)) print(line)
  if (!isLeastPrivilege(functions)) throw new Error('A permission is unused or missing.')
}

async function recordPermissionUse(): Promise<{
  functions?: FunctionPermissions[]
  passed: boolean
}> {
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
