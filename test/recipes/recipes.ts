import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findPython, MINIMUM_PYTHON } from '../../infra/programs/find-python.ts'
import { installRequirements } from '../../infra/programs/install-requirements.ts'
import { requireNoOptions } from '../../infra/programs/require-no-options.ts'
import { runProgram } from '../../infra/programs/run-program.ts'
import { DEMO } from '../../infra/start/demo-account.ts'
import { startEncryptedStack } from '../support/encrypted-stack.ts'
import { noise } from '../support/images.ts'
import { updateRecipesPage } from './recipes-page.ts'

// `npm run recipes`: copies the recipes into docs/mobile.md, compiles the Kotlin and the Java with Maven, runs them
// against a local stack whose responses are encrypted, and decrypts the test vectors in Kotlin, Java and Python.

const ROOT = resolve(import.meta.dirname, '../..')
const FOLDER = join(ROOT, '.local/recipes')
const VECTORS = join(ROOT, 'docs/response-encryption-vectors.json')

requireNoOptions(
  'recipes',
  'Checks the recipes of docs/mobile.md and copies them there. Needs Maven and Python.',
)

/** Runs a program and prints its output. @throws Error when it fails. */
async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const logFile = join(FOLDER, 'programs.log')
  const finished = await runProgram(command, args, { env: { ...process.env, ...env }, logFile })
  process.stdout.write(finished.output)
  if (finished.code !== 0) throw new Error(`${command} failed.`)
}

async function checkVectorsInPython(): Promise<void> {
  const python = findPython()
  if (!python) throw new Error(`Python ${MINIMUM_PYTHON} or newer is needed.`)
  const bin = await installRequirements(python, {
    requirements: join(import.meta.dirname, 'python/requirements.txt'),
    folder: FOLDER,
    logFile: join(FOLDER, 'python.log'),
  })
  await run(join(bin, 'python'), [join(import.meta.dirname, 'python/check_vectors.py'), VECTORS])
}

/** Maven writes into the folder of its pom.xml, so it gets a copy. */
async function runOnJvm(): Promise<void> {
  const jvm = join(FOLDER, 'jvm')
  await rm(jvm, { recursive: true, force: true })
  await cp(join(import.meta.dirname, 'jvm'), jvm, { recursive: true })
  const picture = join(FOLDER, 'picture.png')
  await writeFile(picture, await noise(1000, 1000).png().toBuffer())
  const stack = await startEncryptedStack()
  try {
    const seed = [join(ROOT, 'infra/ops/cli.ts'), 'seed', '--days', '60', '--json']
    await run(process.execPath, seed, { LOCAL_FOLDER: stack.localFolder })
    await run('mvn', ['--quiet', '--batch-mode', '-f', jvm, 'compile', 'exec:java'], {
      API_URL: stack.apiUrl,
      VECTORS,
      PICTURE: picture,
      EMAIL: DEMO.email,
      PASSWORD: DEMO.password,
    })
  } finally {
    await stack.stop()
  }
}

updateRecipesPage()
await mkdir(FOLDER, { recursive: true })
await checkVectorsInPython()
await runOnJvm()
