import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { loadFunctions } from '../../infra/functions/load-functions.ts'
import { buildFramework } from './contenders.ts'
import { functionEvents } from './function-events.ts'
import { functionEnvironment } from './measure.ts'

const LOADED = await loadFunctions()
// Packages with native code are not bundled, and found only inside the project.
const BUNDLED = [...LOADED.routes, ...LOADED.workers].filter(
  ({ contract }) => !contract.nativePackages,
)

describe('a function that the benchmark measures without the SDK', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'user-api-'))
    for (const [name, value] of Object.entries(functionEnvironment)) vi.stubEnv(name, value)
  })

  test.each(BUNDLED.map(({ id, path }) => ({ id, path })))(
    'responds as with the SDK: $id',
    async (built) => {
      const { id, path } = built
      const outfile = join(folder, `${id}.mjs`)
      await buildFramework(path, outfile)
      const { handler } = await import(outfile)
      const response = await handler(functionEvents[id], {})
      if (id.startsWith('Workers')) return
      expect(response.statusCode).toBeOneOf(id === 'NotFoundDefault' ? [404] : [200, 201])
    },
  )
})
