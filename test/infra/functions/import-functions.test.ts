import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

const { routes, workers } = await loadFunctions()

// Synth, the local stack and the documentation import every function on any machine.
test.each([...routes, ...workers].map(({ file, path }) => [file, path]))(
  'importing %s needs no environment and does nothing',
  (_, path) => {
    const script = `
      const net = await import('node:net')
      net.Socket.prototype.connect = () => { throw new Error('it opened a connection') }
      await import(${JSON.stringify(path)})
    `
    const run = () =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        env: {},
        encoding: 'utf8',
        // What leaves something running does not end.
        timeout: 20_000,
      })
    expect(run()).toBe('')
  },
)
