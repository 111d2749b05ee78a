import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installRequirements, pinnedVersion } from '../../../infra/programs/install-requirements.ts'
import { createBin, writeProgram } from './fake-program.ts'

/** A fake Python that creates environments. The Python of an environment logs its arguments. */
async function createPython() {
  const bin = await createBin()
  const calls = join(bin, 'calls')
  await writeFile(calls, '')
  const pip = `echo "$*" >> '${calls}'; if [ -e '${bin}/broken' ]; then echo 'No such package' >&2; exit 1; fi`
  await writeProgram(bin, 'pip', pip)
  // $3 is the folder of the environment.
  const venv = `[ "$1 $2" = '-m venv' ] && mkdir -p "$3/bin" && cp '${bin}/pip' "$3/bin/python"`
  await writeProgram(bin, 'python3', venv)
  const requirements = join(bin, 'requirements.txt')
  await writeFile(requirements, 'cfn-lint-extra==0.1\ncfn-lint==1.5.3\ncheckov==2.0\n')
  const options = { requirements, folder: join(bin, 'a', 'folder'), logFile: join(bin, 'log') }
  return {
    python: { command: join(bin, 'python3'), version: '3.12.1' },
    options,
    broken: join(bin, 'broken'),
    pipCalls: async () => (await readFile(calls, 'utf8')).split('\n').slice(0, -1),
  }
}

test('installs the requirements into an environment, by their hashes, and only once', async () => {
  const { python, options, pipCalls } = await createPython()
  const bin = await installRequirements(python, options)
  expect(existsSync(join(bin, 'python'))).toBe(true)
  expect(bin.startsWith(options.folder)).toBe(true)
  expect(await installRequirements(python, options)).toBe(bin)
  const calls = await pipCalls()
  expect(calls).toHaveLength(1)
  expect(calls[0]).toMatch(/^-m pip install .*--no-input/)
  expect(calls[0]).toContain(`--require-hashes -r ${options.requirements}`)
})

test('installs again for another Python, and for other requirements', async () => {
  const { python, options, pipCalls } = await createPython()
  const bins = [await installRequirements(python, options)]
  bins.push(await installRequirements({ ...python, version: '3.13.0' }, options))
  await writeFile(options.requirements, 'cfn-lint==1.5.4\n')
  bins.push(await installRequirements(python, options))
  expect(new Set(bins).size).toBe(3)
  expect(await pipCalls()).toHaveLength(3)
})

test('a failed installation is an error with pip’s output, and the next run starts afresh', async () => {
  const { python, options, broken, pipCalls } = await createPython()
  await writeFile(broken, '')
  await expect(installRequirements(python, options)).rejects.toThrow(
    'Python packages could not be installed: No such package',
  )
  expect(await readFile(options.logFile, 'utf8')).toContain('No such package')
  await rm(broken)
  const bin = await installRequirements(python, options)
  expect(existsSync(bin)).toBe(true)
  expect(await pipCalls()).toHaveLength(2)
})

test('reads the version of a package, not of one whose name begins alike', async () => {
  const { options } = await createPython()
  expect(pinnedVersion(options.requirements, 'cfn-lint')).toBe('1.5.3')
  expect(pinnedVersion(options.requirements, 'checkov')).toBe('2.0')
  expect(() => pinnedVersion(options.requirements, 'cfn')).toThrow('has no requirement cfn')
})
