import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const cdkJson = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { app: string }

/** The PATH of a shell, without the project's own Node. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))

/** The version of this machine's Node; undefined when it has none. */
function versionOfMachine(): string | undefined {
  if (!path.some((folder) => existsSync(join(folder, 'node')))) return undefined
  const env = { ...process.env, PATH: path.join(delimiter) }
  return spawnSync('node', ['--version'], { env, encoding: 'utf8' }).stdout.trim()
}

/** A project with this one's cdk.json, launcher and packages, whose app writes its Node's version. */
async function project(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'user api cdk-app-'))
  await mkdir(join(root, 'infra'))
  for (const name of ['node_modules', 'package.json', 'package-lock.json']) {
    symlinkSync(join(ROOT, name), join(root, name))
  }
  await copyFile(join(ROOT, 'infra/launch.mjs'), join(root, 'infra/launch.mjs'))
  const app =
    'const { node }: Record<string, string> = process.versions\nprocess.stdout.write(node)'
  await writeFile(join(root, 'infra/app.ts'), app)
  return root
}

test('the app of cdk.json runs on the project’s Node, on whichever Node the CDK CLI runs', async ({
  skip,
}) => {
  const version = versionOfMachine()
  skip(version === undefined, 'needs a Node on the PATH that is not the project’s')
  skip(version?.startsWith('v24') === true, 'needs a Node that is not the project’s')
  // As the CLI runs it: in a shell, in the folder of cdk.json.
  const { status, stdout, stderr } = spawnSync(cdkJson.app, {
    shell: true,
    cwd: await project(),
    env: { ...process.env, PATH: path.join(delimiter) },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^24\./)
})
