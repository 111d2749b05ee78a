// Runs a script of this project on the project's own Node, after installing what is missing.
//   node infra/launch.mjs [script [arguments…]]
// Plain JavaScript without dependencies: it must start on any Node ≥ 18, before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const MINIMUM_NODE = [24, 7] // crypto.argon2 and type stripping
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lockFile = join(root, 'package-lock.json')
const installedFile = join(root, 'node_modules/.package-lock.json')
/** Holds the hash of the two files above, from the last time that they matched. */
const markFile = join(root, 'node_modules/.installed.sha256')
const compileCache = join(root, 'node_modules/.cache/node-compile-cache')

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** Whether node_modules has the packages of package-lock.json. */
function isInstalled() {
  // npm writes this file last, so an interrupted install leaves none.
  if (!existsSync(installedFile)) return false
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === hashOfPackages()) return true
  if (!hasLockedPackages()) return false
  markAsInstalled()
  return true
}

/** One hash of the two files: of the packages in the lock file and of those that npm installed. */
function hashOfPackages() {
  const hash = createHash('sha256')
  for (const file of [lockFile, installedFile]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** Compares the content of the two files: a checkout, a copied folder and `touch` change only their times. */
function hasLockedPackages() {
  const [locked, installed] = [lockFile, installedFile].map(
    (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {},
  )
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    if (!path.startsWith('node_modules/')) return true
    const found = installed[path]
    // npm skips optional packages that are for another platform.
    return found ? found.version === version && found.integrity === integrity : optional
  })
}

function markAsInstalled() {
  writeFileSync(markFile, hashOfPackages())
}

function install() {
  const stack = runningStack()
  if (stack) {
    process.stderr.write(
      `The installed packages differ from package-lock.json. They are not replaced now, because the local stack of this folder uses them, as process ${stack}. Stop it and run this command again to install.\n`,
    )
    return
  }
  process.stderr.write('Installing the packages of package-lock.json …\n')
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const npm = process.env.npm_execpath
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status === 0) {
    markAsInstalled()
    return
  }
  if (done.error?.code === 'ENOENT')
    fail('There is no `npm` on your PATH: install Node together with npm.')
  fail(
    'The install failed: see above. It needs the npm registry and about 850 MB of disk space. ' +
      'When both are available, run the same command again.',
  )
}

/** The id of the process in which this folder's local stack runs, else an empty text or undefined. */
function runningStack() {
  const node = join(root, 'node_modules/.bin/node')
  if (!existsSync(node)) return undefined
  // The project's Node reads the file: this process may be too old for TypeScript.
  const localFolder = pathToFileURL(join(root, 'infra/start/local-folder.ts')).href
  const code = `import { readHolder } from ${JSON.stringify(localFolder)}
    process.stdout.write(String(readHolder() ?? ''))`
  return spawnSync(node, ['--input-type=module', '--eval', code], { encoding: 'utf8' }).stdout
}

function projectNode() {
  const own = join(root, 'node_modules/.bin/node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) {
    return process.execPath
  }
  return fail(
    `No Node ${MINIMUM_NODE.join('.')} for ${process.platform}-${process.arch} is installed with the project's packages, ` +
      `and the Node on your PATH is ${process.version}. Install Node 24 (https://nodejs.org) and try again.`,
  )
}

function runWith(node, script, args) {
  const launcher = fileURLToPath(import.meta.url)
  const child = spawn(node, [...process.execArgv, launcher, script, ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // When npm is killed, it does not end this process. A new parent shows that: end the child then.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref()
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

if (!isInstalled()) install()

/** Runs a script in this process, which is the project's Node. */
async function runHere(script, args) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(compileCache)
  // For the processes that the script starts.
  process.env.NODE_COMPILE_CACHE = compileCache
  const path = resolve(root, script)
  process.argv = [process.execPath, path, ...args]
  try {
    await import(pathToFileURL(path).href)
  } catch (error) {
    const isPackage = error.message?.startsWith('Cannot find package')
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !isPackage) throw error
    fail(
      `${error.message.split('\n')[0]}. The installed packages differ from package-lock.json: run \`npm ci\`.`,
    )
  }
}

const [script, ...args] = process.argv.slice(2)
if (script) {
  const node = projectNode()
  if (realpathSync(node) === realpathSync(process.execPath)) await runHere(script, args)
  else runWith(node, script, args)
}
