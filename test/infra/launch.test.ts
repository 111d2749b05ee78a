import { spawn, spawnSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const SOURCES = ['infra/launch.mjs', 'infra/start/local-folder.ts', 'package.json']

/** A separate project, without packages. */
async function createProject(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'user api launch-'))
  await mkdir(join(root, 'infra/start'), { recursive: true })
  for (const file of [...SOURCES, 'package-lock.json']) {
    await copyFile(resolve(import.meta.dirname, '../..', file), join(root, file))
  }
  await writeFile(join(root, 'infra/x.mjs'), "process.stdout.write('ran')")
  return root
}

/** Writes a project's lock file, or what npm wrote beside the packages that it installed. */
async function writePackages(file: string, versions: Readonly<Record<string, string>>) {
  const packages = Object.entries(versions).map(([name, version]) => [
    `node_modules/${name}`,
    {
      version,
      integrity: `sha512-${version}`,
      ...(name.startsWith('other-') && { optional: true }),
    },
  ])
  await writeFile(file, JSON.stringify({ packages: Object.fromEntries(packages) }))
}

/** A project whose lock file has the first packages, and its node_modules the second. */
async function projectWith(
  locked: Readonly<Record<string, string>>,
  installed: Readonly<Record<string, string>>,
): Promise<string> {
  const root = await createProject()
  await mkdir(join(root, 'node_modules/.bin'), { recursive: true })
  await symlink(process.execPath, join(root, 'node_modules/.bin/node'))
  await writePackages(join(root, 'package-lock.json'), locked)
  await writePackages(join(root, 'node_modules/.package-lock.json'), installed)
  // Instead of npm: says that it was called, and leaves node_modules as it is.
  await writeFile(join(root, 'npm.mjs'), "process.stdout.write('INSTALLED')")
  return root
}

function run(root: string, script: string, environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [join(root, 'infra/launch.mjs'), script], {
    env: { ...process.env, npm_execpath: join(root, 'npm.mjs'), ...environment },
    encoding: 'utf8',
  })
}

describe('the launcher', () => {
  test('says what to do when the packages cannot be fetched', async () => {
    const { status, stderr } = run(await createProject(), 'infra/x.mjs', {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: await mkdtemp(join(tmpdir(), 'user api launch-')),
      npm_config_fetch_retries: '0',
      npm_execpath: '',
    })
    expect(status).toBe(1)
    expect(stderr).toContain('The install failed: see above. It needs the npm registry')
  })

  test('says what to do when a package is missing', async () => {
    const root = await projectWith({}, {})
    await writeFile(join(root, 'infra/x.mjs'), "import 'no-such-package'")
    const { status, stderr } = run(root, 'infra/x.mjs')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^Cannot find package 'no-such-package'.*run `npm ci`\.\n$/)
  })

  test('says what to do when no Node that is new enough is there', async () => {
    const root = await createProject()
    await mkdir(join(root, 'node_modules'))
    await copyFile(join(root, 'package-lock.json'), join(root, 'node_modules/.package-lock.json'))
    const older = "Object.defineProperty(process,'versions',{value:{node:'20.0.0'}})"
    const { status, stderr } = run(root, 'infra/x.mjs', {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}`,
    })
    expect(status).toBe(1)
    expect(stderr).toContain('No Node 24.7 for ')
    expect(stderr).toContain('Install Node 24 (https://nodejs.org) and try again.')
  })

  test('passes its cache of compiled code on to the processes that a script starts', async () => {
    const root = await projectWith({}, {})
    await writeFile(
      join(root, 'infra/x.mjs'),
      'process.stdout.write(process.env.NODE_COMPILE_CACHE)',
    )
    const { stdout } = run(root, 'infra/x.mjs', { NODE_COMPILE_CACHE: '' })
    expect(stdout).toBe(join(root, 'node_modules/.cache/node-compile-cache'))
  })
})

describe('the launcher installs', () => {
  test.each([
    ['another version', { zod: '2' }, { zod: '1' }],
    ['a package more', { zod: '1', jose: '1' }, { zod: '1' }],
  ])('when the lock file has %s', async (_, locked, installed) => {
    const { stdout, stderr } = run(await projectWith(locked, installed), 'infra/x.mjs')
    expect(stderr).toMatch(/^Installing .*\nINSTALLED$/)
    expect(stdout).toBe('ran')
  })

  test('once: what npm leaves is what the lock file means on this machine', async () => {
    const root = await projectWith({ zod: '2' }, { zod: '1' })
    run(root, 'infra/x.mjs')
    expect(run(root, 'infra/x.mjs')).toMatchObject({ stdout: 'ran', stderr: '' })
  })

  test('again when the packages were changed since', async () => {
    const root = await projectWith({ zod: '1' }, { zod: '1' })
    run(root, 'infra/x.mjs')
    await writePackages(join(root, 'node_modules/.package-lock.json'), { zod: '2' })
    expect(run(root, 'infra/x.mjs').stderr).toContain('INSTALLED')
  })
})

describe('the launcher does not install', () => {
  test('when only the time of the lock file has changed', async () => {
    const root = await projectWith({ zod: '1' }, { zod: '1' })
    const tomorrow = Date.now() / 1000 + 86_400
    await utimes(join(root, 'package-lock.json'), tomorrow, tomorrow)
    expect(run(root, 'infra/x.mjs')).toMatchObject({ stdout: 'ran', stderr: '' })
  })

  test('when what is missing is for another platform', async () => {
    const root = await projectWith({ zod: '1', 'other-platform': '1' }, { zod: '1' })
    expect(run(root, 'infra/x.mjs')).toMatchObject({ stdout: 'ran', stderr: '' })
  })

  test('while the local stack of this folder runs: it says so, and runs the script', async () => {
    const root = await projectWith({ zod: '2' }, { zod: '1' })
    const stack = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1e6)', 'infra/start'])
    await mkdir(join(root, '.local'))
    await writeFile(join(root, '.local/pid'), String(stack.pid))
    const { stdout, stderr } = run(root, 'infra/x.mjs', { LOCAL_FOLDER: join(root, '.local') })
    stack.kill()
    expect(stderr).toContain(`the local stack of this folder uses them, as process ${stack.pid}.`)
    expect(stderr).not.toContain('INSTALLED')
    expect(stdout).toBe('ran')
  })
})
