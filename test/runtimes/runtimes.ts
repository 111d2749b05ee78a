import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { requireNoOptions } from '../../infra/programs/require-no-options.ts'
import { startEncryptedStack } from '../support/encrypted-stack.ts'

// `npm run client:runtimes`: runs the packed client in Node, Deno, Bun and jsdom against a local stack whose
// responses are encrypted, and checks the package with publint and Are the Types Wrong.

const ROOT = resolve(import.meta.dirname, '../..')
const TOOLS = join(import.meta.dirname, 'tools')
const FOLDER = join(ROOT, '.local/runtimes')
const run = promisify(execFile)

const ALL = 'register, portal, error 1006, abort, time-out, network error, decrypt, sync'
const WITHOUT_DECRYPTION =
  'register, portal, error 1006, abort, time-out, network error, cannot decrypt without crypto.subtle'

requireNoOptions(
  'client:runtimes',
  'Runs the packed client in Node, Deno, Bun and jsdom, and checks the package.',
)

/** Installs the tools from their lock file, and the packed client beside them. Returns the tarball. */
async function install(): Promise<string> {
  await cp(TOOLS, FOLDER, { recursive: true })
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: FOLDER })
  const pack = ['pack', '--workspace', '@user-api/client', '--pack-destination', FOLDER, '--silent']
  const tarball = (await run('npm', pack, { cwd: ROOT })).stdout.trim()
  const client = join(FOLDER, 'node_modules/@user-api/client')
  await mkdir(client, { recursive: true })
  await run('tar', ['-xzf', tarball, '-C', client, '--strip-components=1'], { cwd: FOLDER })
  return tarball
}

/** A program, and what it has to write. Without `output`, it only has to succeed. */
interface Program {
  readonly name: string
  readonly command: readonly string[]
  readonly output?: string
}

function programs(tarball: string): Program[] {
  return [
    { name: 'Node', command: ['node', 'in-this-runtime.mjs'], output: ALL },
    {
      name: 'Deno',
      command: ['deno', 'run', '--allow-net', '--allow-env', 'in-this-runtime.mjs'],
      output: ALL,
    },
    { name: 'Bun', command: ['bun', 'in-this-runtime.mjs'], output: ALL },
    { name: 'jsdom', command: ['node', 'in-jsdom.mjs'], output: WITHOUT_DECRYPTION },
    { name: 'publint', command: ['publint', 'run', '--strict', tarball] },
    { name: 'Are the Types Wrong', command: ['attw', tarball] },
  ]
}

async function check({ name, command, output }: Program, env: NodeJS.ProcessEnv): Promise<void> {
  const [file = '', ...args] = command
  const finished = await run(file, args, { cwd: FOLDER, env }).then(
    ({ stdout }) => ({ isDone: true, written: stdout.trim() }),
    ({ stdout, stderr }) => ({ isDone: false, written: `${stdout}${stderr}`.trim() }),
  )
  const hasPassed = finished.isDone && (!output || finished.written === output)
  if (!hasPassed) process.exitCode = 1
  const written = output || !hasPassed ? `: ${finished.written}` : ''
  process.stdout.write(`${hasPassed ? 'passed' : 'FAILED'}  ${name}${written}\n`)
}

async function bundleForJsdom(): Promise<void> {
  await build({
    entryPoints: [join(FOLDER, 'flow.mjs')],
    outfile: join(FOLDER, 'flow.js'),
    bundle: true,
    conditions: ['browser', 'require'],
    format: 'iife',
    globalName: 'flow',
    // in-jsdom.mjs runs the bundle with `eval`, which makes no global variables in strict mode.
    footer: { js: 'globalThis.flow = flow' },
  })
}

const tarball = await install()
await bundleForJsdom()
const stack = await startEncryptedStack()
try {
  const env = {
    ...process.env,
    PATH: `${join(FOLDER, 'node_modules/.bin')}:${process.env.PATH}`,
    API_URL: stack.apiUrl,
  }
  for (const program of programs(tarball)) await check(program, env)
} finally {
  await stack.stop()
}
