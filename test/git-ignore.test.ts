import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const hasGit = !spawnSync('git', ['--version']).error
if (!hasGit) process.stderr.write('.gitignore is not tested: there is no git.\n')
const folder = mkdtempSync(join(tmpdir(), 'user api-'))

/** Those of these files that git ignores. */
function ignored(...files: readonly string[]): string[] {
  // Without an ignored file, git exits with 1.
  const command = ['-c', 'git check-ignore "$@" || true', 'bash', ...files]
  return execFileSync('bash', command, { cwd: folder, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
}

describe.runIf(hasGit)('git', () => {
  beforeAll(() => {
    execFileSync('git', ['init', '--quiet'], { cwd: folder })
    copyFileSync(resolve(import.meta.dirname, '../.gitignore'), join(folder, '.gitignore'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  test('ignores the files with personal data of docs/runbook.md and docs/adoption.md', () => {
    const files = [
      'anna.json',
      'mongo-users.jsonl',
      'users.jsonl',
      'users.jsonl.failed.jsonl',
      'users.jsonl.ids.jsonl',
      'users.jsonl.to-invite.jsonl',
      'outputs.prod.json',
    ]
    expect(ignored(...files)).toEqual(files)
  })

  test('ignores no file of the project', () => {
    const files = ['package.json', 'package-lock.json', 'biome.json', 'cdk.json', 'knip.json']
    const deeper = ['tsconfig.json', 'docs/openapi.json', 'infra/client/package.json']
    expect(ignored(...files, ...deeper)).toEqual([])
  })
})
