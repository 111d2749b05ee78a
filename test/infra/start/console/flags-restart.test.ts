import { Worker, type WorkerOptions } from 'node:worker_threads'
import { expect, onTestFinished, test, vi } from 'vitest'

test('after a thread that did not start, the next request starts another one', async () => {
  const broken = new URL('data:text/javascript,throw new Error("does not compile")')
  let threads = 0
  vi.resetModules()
  vi.doMock('node:worker_threads', () => ({
    Worker: class extends Worker {
      constructor(file: URL, options: WorkerOptions) {
        super(threads++ === 0 ? broken : file, options)
      }
    },
  }))
  onTestFinished(() => {
    vi.doUnmock('node:worker_threads')
    vi.resetModules()
  })
  const { openFlags } = await import('../../../../infra/start/console/flags.ts')
  const flags = openFlags(
    { UsersTableName: 'users', AwsEndpointUrl: 'http://127.0.0.1:1' },
    'local',
  )
  onTestFinished(() => flags.close())
  await expect(flags.list()).rejects.toThrow('does not compile')
  await expect(flags.list()).rejects.toThrow('ECONNREFUSED')
})
