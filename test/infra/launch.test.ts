import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

describe('the launcher', () => {
  /** A project of its own, without packages. */
  async function project(): Promise<string> {
    const root = await mkdtemp(join(tmpdir(), 'user-api-launch-'))
    await mkdir(join(root, 'infra'))
    for (const file of ['infra/launch.mjs', 'package.json', 'package-lock.json']) {
      await copyFile(resolve(import.meta.dirname, '../..', file), join(root, file))
    }
    return root
  }

  /** As if the packages were installed. */
  async function install(root: string): Promise<void> {
    await mkdir(join(root, 'node_modules'))
    await writeFile(join(root, 'node_modules/.package-lock.json'), '{}')
  }

  function run(root: string, script: string, environment: Record<string, string> = {}) {
    return spawnSync(process.execPath, [join(root, 'infra/launch.mjs'), script], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    })
  }

  test('says what to do when the packages cannot be fetched', async () => {
    const { status, stderr } = run(await project(), 'infra/x.mjs', {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: await mkdtemp(join(tmpdir(), 'user-api-launch-')),
      npm_config_fetch_retries: '0',
      npm_execpath: '',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('The install failed: see above. It needs the npm registry')
  })

  test('says what to do when a package is missing', async () => {
    const root = await project()
    await install(root)
    await writeFile(join(root, 'infra/x.mjs'), "import 'no-such-package'")
    const { status, stderr } = run(root, 'infra/x.mjs')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^Cannot find package 'no-such-package'.*run `npm ci`\.\n$/)
  })

  test('says what to do when no Node that is new enough is there', async () => {
    const root = await project()
    await install(root)
    const older = "Object.defineProperty(process,'versions',{value:{node:'20.0.0'}})"
    const { status, stderr } = run(root, 'infra/x.mjs', {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}`,
    })
    expect(status).toBe(1)
    expect(stderr).toContain('No Node 24.7 for ')
    expect(stderr).toContain('Install Node 24 (https://nodejs.org) and try again.')
  })
})
