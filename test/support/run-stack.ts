import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDynamoDbLocal } from '../../infra/local/services/dynamodb/dynamodb-local.ts'
import { requireNoOptions } from '../../infra/programs/require-no-options.ts'
import { startUserApi } from '../../infra/start/start-user-api.ts'
import { assemblyOf } from './assemblies.ts'
import { hashSources } from './hash-sources.ts'
import { forgetStack, keepStack } from './kept-stack.ts'
import { toProvidedStack } from './provided-stack.ts'

// Runs the local stack that tests share, with its tables in memory. A test run starts it as a child
// process, which ends with the run. `npm run test:stack` starts it for many runs.

requireNoOptions('test:stack', 'Keeps a stack for test runs, until Ctrl-C or a changed source.')

const sources = hashSources()
const assembly = await mkdtemp(join(tmpdir(), 'user api-'))
// A copy: this stack may run for longer than the shared assembly is kept.
await cp(await assemblyOf('local'), assembly, { recursive: true })
const dynamoDb = await startDynamoDbLocal()
process.env.DYNAMODB_ENDPOINT = dynamoDb.url
const stack = await startUserApi({ assembly })
const provided = toProvidedStack(stack, dynamoDb.url)
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(event, end)
if (process.send) {
  process.send(provided)
} else {
  keepStack(provided, sources)
  process.on('exit', forgetStack)
  process.stdout.write(
    `The test stack is at ${provided.apiUrl}. \`npm test -- <file>\` uses it until a source changes. Ctrl-C ends it.\n`,
  )
}

async function end(): Promise<void> {
  await stack.stop()
  await dynamoDb.stop()
  await rm(assembly, { recursive: true })
  process.exit()
}
