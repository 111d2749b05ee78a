import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { buildFunctions, frameworkOf } from './contenders.ts'
import { eventOf } from './function-events.ts'
import { type Sampler, startSampler } from './measure.ts'

const DIST = resolve(import.meta.dirname, '../../dist')
const { routes, workers } = await loadFunctions()
const FUNCTIONS = [
  ...routes.map((route) => ({
    id: route.id,
    event: eventOf(route),
    status: route.routeKey === '$default' ? [404] : [200, 201],
  })),
  // A worker returns no status.
  ...workers.map((worker) => ({ id: worker.id, event: eventOf(worker), status: [0] })),
]

describe('a function that the benchmark measures', () => {
  let folder = ''
  let sample: Sampler
  beforeAll(async () => {
    mkdirSync(DIST, { recursive: true })
    // Inside the project, so that the bundles find the packages with native code.
    folder = mkdtempSync(join(DIST, 'bench-'))
    await buildFunctions(folder)
    sample = await startSampler()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(FUNCTIONS)('succeeds, with the SDK and without: $id', async ({ id, event, status }) => {
    for (const bundle of [join(folder, id, 'index.mjs'), frameworkOf(folder, id)]) {
      const { answered } = await sample({ bundle, event, kind: 'cold' })
      expect(answered, bundle).toBeOneOf(status)
    }
  })
})
