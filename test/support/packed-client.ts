import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const ROOT = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Creates the folder of an app outside of this repository, where only the packed client is installed. */
export async function appWithClient(): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'user api app-'))
  const pack = ['pack', '--workspace', '@user-api/client', '--pack-destination', app, '--silent']
  const { stdout } = await run('npm', pack, { cwd: ROOT })
  const installed = join(app, 'node_modules/@user-api/client')
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(app, stdout.trim()), '-C', installed, '--strip-components=1'])
  await writeFile(join(app, 'package.json'), '{"type": "module"}')
  return app
}
