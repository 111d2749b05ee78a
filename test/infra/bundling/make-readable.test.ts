import { globSync } from 'node:fs'
import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'
import { createApp } from '../../../infra/stack/create-app.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { testValues } from '../../support/own-values.ts'

test('Lambda may read every file of a deployment from a machine with a strict umask', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'user api-'))
  const outdir = join(folder, 'cdk.out')
  const dev = stageNamed('dev', testValues)
  const { routes } = await loadFunctions()
  // One function, because all take long.
  const functions = { routes: routes.filter(({ id }) => id === 'HealthGet'), workers: [] }
  const stage = { ...dev, throttle: { ...dev.throttle, routes: {} }, alarms: undefined }
  const umask = process.umask(0o077)
  try {
    const bundlesFolder = join(folder, 'functions')
    await createApp({ stage, functions, forLambda: true, outdir, bundlesFolder })
  } finally {
    process.umask(umask)
  }
  const paths = globSync('asset.*/**', { cwd: outdir }).map((path) => join(outdir, path))
  const files = (await Promise.all(paths.map((path) => stat(path)))).filter((one) => one.isFile())
  expect(files.length).toBeGreaterThan(5)
  expect([...new Set(files.map(({ mode }) => (mode & 0o777).toString(8)))]).toEqual(['644'])
})
