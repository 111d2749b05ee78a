import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { loadFunctions } from '../../../infra/functions/load-functions.ts'

const { routes, workers } = await loadFunctions()

// `npm run synth`, the local stack and the documentation import all functions, on any machine.
test.each([...routes, ...workers].map(({ file, path }) => [file, path]))(
  'importing %s needs no environment and has no side effect',
  (_, path) => {
    const script = `
      const net = await import('node:net')
      net.Socket.prototype.connect = () => { throw new Error('it opened a connection') }
      await import(${JSON.stringify(path)})
    `
    const run = () =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        // Halves the time of an import.
        env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' },
        encoding: 'utf8',
        // A timer or server that keeps running would block the process.
        timeout: 20_000,
      })
    expect(run()).toBe('')
  },
)
