import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readStack } from '../../infra/ops/read-outputs.ts'

const operations = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8')
const outputs = { UsersTableName: 'users-1', Region: 'ap-south-1', Stage: 'prod' }

const hasJq = spawnSync('jq', ['--version']).status === 0

test.skipIf(!hasJq)(
  'the command that reads the outputs of a stack writes the file that commands read',
  () => {
    const [, section = ''] = operations.split('\n## Get the outputs of a stack\n')
    const command = /```sh\n(.*?)```/s.exec(section)?.[1] ?? ''
    const described = Object.entries(outputs).map(([OutputKey, OutputValue]) => {
      return { OutputKey, OutputValue, Description: 'Not in the file.' }
    })
    const folder = mkdtempSync(join(tmpdir(), 'user api-'))
    try {
      execFileSync('bash', ['-c', `aws() { echo "$DESCRIBED"; }\n${command}`], {
        cwd: folder,
        env: { ...process.env, DESCRIBED: JSON.stringify(described) },
      })
      const stack = readStack(join(folder, 'outputs.prod.json'))
      expect(stack).toEqual({ stackName: 'user-api-prod', outputs })
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
