import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { endLaunched, freeFolder, launch } from '../../support/launch-script.ts'
import { pathWithJava } from '../programs/fake-program.ts'

afterEach(endLaunched)

describe('a failed npm start says what to do', () => {
  /** Returns the output of a start that fails. */
  async function failure(environment: Record<string, string>): Promise<string> {
    const all = { PORT: '0', LOCAL_FOLDER: await freeFolder(), ...environment }
    const started = launch('infra/start/start.ts', all)
    expect(await started.ended).toBe(1)
    expect(started.output()).not.toMatch(/^ +at /m)
    return started.output()
  }

  test('because the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const other = `End what uses it, or choose another: PORT=${port + 1} npm start\n`
    expect(await failure({ PORT: String(port) })).toMatch(
      new RegExp(`^Port ${port} is taken( by .* \\(process ${process.pid}\\))?\\. ${other}$`),
    )
    server.close()
  })

  test('because the port is invalid', async () => {
    expect(await failure({ PORT: 'http' })).toBe(
      'PORT must be a number from 0 to 65535, not "http"\n',
    )
  })

  test.each(['foo', 'http://127.0.0.1:9'])(
    'because there is no DynamoDB Local at DYNAMODB_ENDPOINT=%s',
    async (url) => {
      const failed = `There is no DynamoDB Local at DYNAMODB_ENDPOINT=${url}.`
      expect(await failure({ DYNAMODB_ENDPOINT: url })).toContain(failed)
    },
  )

  test('because the port of the debugger is invalid', async () => {
    const { ended, output } = launch('infra/start/start.ts', {}, '--inspect=abc')
    expect(await ended).toBe(1)
    expect(output()).toBe('--inspect must be a number from 0 to 65535, not "abc"\n')
  })

  test('because there is no Java', async () => {
    const said = await failure({ PATH: await pathWithJava() })
    expect(said).toContain('needs Java 17 or newer, and there is no `java` on your PATH.')
    expect(said).toContain('apt-get install openjdk-17-jre-headless')
  })

  test('because DynamoDB Local fails', async () => {
    const script = "echo 'Could not reserve enough space for object heap' >&2; exit 1"
    const said = await failure({ PATH: await pathWithJava(script) })
    expect(said).toContain('DynamoDB Local did not start. Try again')
    expect(said).toContain('npm run reset')
    expect(said).toContain('Could not reserve enough space')
  })

  test('because its folder cannot be written to', async () => {
    const said = await failure({ LOCAL_FOLDER: '/dev/null/user-api' })
    expect(said).toContain('/dev/null/user-api cannot be written to. Make it writable, or keep it')
    expect(said).toContain('LOCAL_FOLDER=')
  })
})
