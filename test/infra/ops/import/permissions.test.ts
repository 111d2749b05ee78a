import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkPolicy } from '../../../../infra/local/policies/check-policy.ts'
import { toList } from '../../../../infra/local/policies/policy.ts'
import { attemptOf } from '../../../support/attempts.ts'
import {
  ACCOUNT,
  documentedPolicy,
  OPERATOR_ARN,
  REGION,
  startDeployedStack,
  statementsOf,
} from '../../../support/deployed-stack.ts'
import { plain } from '../../../support/images.ts'
import { localOutputs } from '../../../support/operator-cli.ts'
import { fileOf, lineOf, rewrite } from './import-fixture.ts'

const { UsersTableName, McqDailyStatsTableName, PicturesBucketName } = localOutputs

function onTable(name: string, actions: readonly string[]) {
  const Resource = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`
  return { Effect: 'Allow', Action: actions.map((action) => `dynamodb:${action}`), Resource }
}

/** The permissions that docs/adoption.md names. */
const policy = checkPolicy({
  Statement: [
    onTable(UsersTableName, ['BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem']),
    onTable(McqDailyStatsTableName, ['BatchGetItem', 'PutItem', 'UpdateItem']),
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:DeleteObject'],
      Resource: `arn:aws:s3:::${PicturesBucketName}/*`,
    },
    ...toList(statementsOf(documentedPolicy(), /RecordActions/).Statement),
  ],
})

test('an import does what the permissions of docs/adoption.md allow, and nothing else', async () => {
  const deployed = await startDeployedStack(policy)
  try {
    const line = lineOf({ id: `user ${randomUUID()}`, picture: 'asha.jpg' })
    const users = await fileOf([line])
    const picture = join(dirname(users), 'asha.jpg')
    await writeFile(picture, await plain(60, 40).jpeg().toBuffer())
    const attempts = await fileOf([attemptOf(line.id)])
    const first = await deployed.machine.run('import', users, '--attempts', attempts, '--yes')
    // Another phone and another picture replace those before.
    const { phone_number } = lineOf()
    await rewrite(users, [{ ...line, phone_number }])
    await writeFile(picture, await plain(50, 40).jpeg().toBuffer())
    const second = await deployed.machine.run('import', users, '--yes')
    expect([first.code, first.stderr, second.code, second.stderr]).toEqual([
      0,
      expect.not.stringContaining('error'),
      0,
      expect.not.stringContaining('error'),
    ])
    expect(deployed.permissions()).toMatchObject({ unused: [], refused: [] })
    const record = { action: 'import', operator: OPERATOR_ARN, table: UsersTableName }
    expect(deployed.audit()).toMatchObject([
      { ...record, phase: 'intent', details: { users: 1, attempts: 1 } },
      { ...record, phase: 'result', outcome: 'done' },
      { ...record, phase: 'intent', details: { users: 1 } },
      { ...record, phase: 'result', outcome: 'done' },
    ])
  } finally {
    await deployed.stop()
  }
})

test('an import into a deployed stack has to be confirmed, a dry run has not', async () => {
  const deployed = await startDeployedStack(policy)
  try {
    const line = lineOf()
    const users = await fileOf([line])
    const refused = await deployed.machine.run('import', users)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Add --yes')])
    expect(refused.stderr).toContain(`Will     import 1 user of ${users}.`)
    const dryRun = await deployed.machine.run('import', users, '--dry-run')
    // Nothing was stored before, so the user is new.
    expect([dryRun.code, dryRun.stdout]).toEqual([
      0,
      expect.stringContaining('1 would be imported'),
    ])
    expect(deployed.audit()).toEqual([])
  } finally {
    await deployed.stop()
  }
})
