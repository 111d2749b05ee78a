// Runs a script of this project on the project's own Node, after installing what is missing.
//   node infra/launch.mjs [script [arguments…]]
// Plain JavaScript without dependencies: it must start on any Node ≥ 18, before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const MINIMUM_NODE = [24, 7] // crypto.argon2 and type stripping
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const compileCache = join(root, 'node_modules/.cache/node-compile-cache')

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function isInstalled() {
  // npm writes this file last, so an interrupted install leaves none.
  const installed = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return false
  return statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

function install() {
  process.stderr.write('Installing the packages of package-lock.json …\n')
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  const npm = process.env.npm_execpath
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) fail('The install failed: see above. Try again with `npm ci`.')
}

function projectNode() {
  const own = join(root, 'node_modules/.bin/node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) {
    return process.execPath
  }
  return fail(
    `No Node ${MINIMUM_NODE.join('.')} for ${process.platform}-${process.arch} comes with this project, ` +
      `and the one on your PATH is ${process.version}. Install Node 24 (https://nodejs.org) and try again.`,
  )
}

function runWith(node, script, args) {
  const child = spawn(node, [script, ...args], {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // npm may be killed without a word: then nobody else would end what it started.
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref()
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

if (!isInstalled()) install()

const [script, ...args] = process.argv.slice(2)
if (script) {
  const path = resolve(root, script)
  const node = projectNode()
  if (process.versions.node.startsWith('24.') && process.execPath.startsWith(root)) {
    const { enableCompileCache } = await import('node:module')
    enableCompileCache(compileCache)
    process.argv = [process.execPath, path, ...args]
    await import(pathToFileURL(path).href)
  } else {
    runWith(node, path, args)
  }
}
