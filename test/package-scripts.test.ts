import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('npm run without a name lists the commands grouped by purpose', async () => {
  const file = new URL('../package.json', import.meta.url)
  const { scripts } = JSON.parse(await readFile(file, 'utf8'))
  const byPurpose = [
    // In this order: run and look inside, test, check, deploy, measure.
    ['start', 'reset', 'sms', 'user', 'seed', 'reports', 'flag', 'import'],
    ['test', 'test:unit', 'test:watch', 'test:stack', 'coverage', 'e2e', 'iam', 'torture'],
    ['check', 'check:imports', 'lint:templates', 'fix', 'docs', 'client'],
    ['synth', 'diff', 'losses', 'preflight', 'rehearse', 'bootstrap', 'deploy', 'release'],
    ['destroy', 'load', 'costs', 'bench', 'bench:costs', 'bench:growth', 'bench:pictures'],
    ['bench:rules', 'bench:start', 'bench:local', 'tune', 'budget'],
  ].flat()
  expect(Object.keys(scripts).filter((name) => byPurpose.includes(name))).toEqual(byPurpose)
})

test('the source of every script of our own names a reader of its arguments', async () => {
  const root = new URL('../', import.meta.url)
  const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
  const files = Object.values<string>(scripts).flatMap((script) => {
    const [, file] = /launch\.mjs ((?:infra|test)\/[\w./-]+)/.exec(script) ?? []
    // The CDK CLI reads the arguments of its apps; the commands' own test is below.
    return file && !/cli\.ts|app\.ts/.test(file) ? [file] : []
  })
  expect(files.length).toBeGreaterThan(15)
  for (const file of new Set(files)) {
    const source = await readFile(new URL(file, root), 'utf8')
    expect([file, source]).toEqual([
      file,
      expect.stringMatching(/scriptCommand\(|requireNoOptions\(|openInspector\(/),
    ])
  }
})
