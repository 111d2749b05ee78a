import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** A package's entry in package-lock.json. */
interface LockedPackage {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

type LockedPackages = Readonly<Record<string, LockedPackage>>

const ROOT = resolve(import.meta.dirname, '../..')
const CACHE = join(ROOT, 'node_modules/.cache/lambda-packages')
// npm's names for Lambda's processors.
const CPUS = { arm64: 'arm64', x86_64: 'x64' }
const MANIFEST = { name: 'lambda-packages', version: '0.0.0' }

/** A processor, as Lambda names it. */
export type Architecture = keyof typeof CPUS

/**
 * Installs packages for Lambda's platform, with the versions and integrity hashes of
 * package-lock.json. Needs no Docker and runs no install scripts. Caches the result.
 * @returns the `node_modules` folder.
 * @throws Error when npm fails. npm's own message goes to stderr.
 */
export async function installForLambda(
  packages: readonly string[],
  architecture: Architecture = 'arm64',
): Promise<string> {
  // nodejs24.x runs on Amazon Linux 2023, whose C library is glibc.
  const platform = ['--os=linux', `--cpu=${CPUS[architecture]}`, '--libc=glibc']
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'))
  const manifest = JSON.stringify({ ...MANIFEST, dependencies: versions(packages, lock.packages) })
  const lockFile = JSON.stringify({
    ...MANIFEST,
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: { '': JSON.parse(manifest), ...closure(packages, lock.packages) },
  })
  const hash = createHash('sha256').update(`${platform}\n${lockFile}`).digest('hex')
  const folder = join(CACHE, hash)
  if (!existsSync(folder)) await install(folder, platform, manifest, lockFile)
  return join(folder, 'node_modules')
}

/** Installs into a temporary folder, then renames it: the final folder is never incomplete. */
async function install(
  folder: string,
  platform: readonly string[],
  manifest: string,
  lockFile: string,
): Promise<void> {
  await mkdir(CACHE, { recursive: true })
  const aside = await mkdtemp(join(CACHE, 'installing-'))
  try {
    await writeFile(join(aside, 'package.json'), manifest)
    await writeFile(join(aside, 'package-lock.json'), lockFile)
    await runNpm(['ci', ...platform, '--ignore-scripts', '--no-bin-links'], aside)
    // npm's record of the installation contains paths of this machine.
    await rm(join(aside, 'node_modules/.package-lock.json'), { force: true })
    await rename(aside, folder)
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    // Another process may have installed the packages at the same time.
    if (!existsSync(folder)) throw error
  }
}

async function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const npm = process.env.npm_execpath
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const child = spawn(command, [...first, ...args, ...quiet], { cwd, stdio: ['ignore', 2, 2] })
  const [code] = await once(child, 'exit')
  if (code !== 0)
    throw new Error(`npm could not install the packages for Lambda (exit code ${code})`)
}

function versions(packages: readonly string[], locked: LockedPackages): Record<string, string> {
  return Object.fromEntries(
    packages.map((name) => [name, requireLocked(`node_modules/${name}`, locked).version]),
  )
}

/** Returns the entries in package-lock.json of the packages and of all their dependencies, by path. */
function closure(packages: readonly string[], locked: LockedPackages): LockedPackages {
  const found: Record<string, LockedPackage> = {}
  const pending = packages.map((name) => `node_modules/${name}`)
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (found[path]) continue
    const entry = requireLocked(path, locked)
    found[path] = entry
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const nested = `${path}/node_modules/${name}`
      pending.push(locked[nested] ? nested : `node_modules/${name}`)
    }
  }
  return found
}

function requireLocked(path: string, locked: LockedPackages): LockedPackage {
  const entry = locked[path]
  if (!entry) throw new Error(`package-lock.json has no ${path}: run \`npm install\``)
  return entry
}
