import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { endPrograms } from '../../../infra/programs/run-program.ts'
import { createBin, writeProgram } from '../../infra/programs/fake-program.ts'
import { startEmulator } from './start-emulator.ts'

afterAll(endPrograms)
afterEach(() => {
  vi.unstubAllEnvs()
})

/** Starts an emulator whose Python is this shell script. */
async function startWith(script: string) {
  const bin = await createBin()
  await writeProgram(bin, 'python', script)
  const folder = await mkdtemp(join(tmpdir(), 'emu-'))
  const options = { python: join(bin, 'python'), region: 'ap-south-1', folder, logs: folder }
  return { folder, emulator: startEmulator(options) }
}

/** A server on the socket of the options that saves its environment. */
const SERVER = `
  const socket = process.argv.find((argument) => argument.startsWith('unix:')).slice(5)
  require('node:fs').writeFileSync(socket + '.env', JSON.stringify(process.env))
  require('node:http').createServer((_, response) => response.end('{}')).listen(socket)`

test('an emulator that ends before it is ready is an error with its exit code, and is logged', async () => {
  const { folder, emulator } = await startWith('echo No module named hypercorn; exit 7')
  await expect(emulator).rejects.toThrow('The emulator ended with code 7')
  expect(await readFile(join(folder, 'emulator.log'), 'utf8')).toBe('No module named hypercorn\n')
})

test('an emulator enforces IAM, gets the front’s port for its URLs, and gets no AWS credentials', async () => {
  vi.stubEnv('AWS_PROFILE', 'company')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'company')
  const { folder, emulator } = await startWith(`exec '${process.execPath}' -e "${SERVER}" -- "$@"`)
  const { endpoint, region, socketPath } = await emulator
  expect({ region, socketPath }).toEqual({
    region: 'ap-south-1',
    socketPath: join(folder, 'emulator.sock'),
  })
  const seen = JSON.parse(await readFile(`${socketPath}.env`, 'utf8'))
  expect(seen).toMatchObject({ AUTH: 'true', MINISTACK_REGION: 'ap-south-1' })
  expect(seen.GATEWAY_PORT).toBe(new URL(endpoint).port)
  expect(Object.keys(seen).filter((name) => name.startsWith('AWS_'))).toEqual([])
})

test('programs that call the emulator cannot reach the AWS account of the shell', async () => {
  for (const name of [
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AWS_ACCESS_KEY_ID',
    'CDK_DEFAULT_ACCOUNT',
  ])
    vi.stubEnv(name, 'company')
  const { emulator } = await startWith(`exec '${process.execPath}' -e "${SERVER}" -- "$@"`)
  const { endpoint, environment } = await emulator
  expect(Object.values(environment)).not.toContain('company')
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
})
