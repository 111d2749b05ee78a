import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { usersKeys } from '../../../../shared/accounts/users-table.ts'
import { switchFeatureFlag } from '../../../../shared/feature-flags/feature-flags.ts'
import { ACCOUNT, OPERATOR_ARN, REGION } from '../../../support/deployed-stack.ts'
import { tables } from '../../../support/stack.ts'
import { storedUser } from './restore-fixture.ts'
import { itemOf, itemsOf, openBeforeEach, type RestoreScene, sessionsIn } from './restore-scene.ts'

let scene: RestoreScene

openBeforeEach((opened) => {
  scene = opened
})

describe('npm run restore', () => {
  test('without --yes only says where, what it will do and what it cannot', async () => {
    const { code, stdout, stderr } = await scene.deployed.machine.run(...scene.options())
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`Account  ${ACCOUNT}, as ${OPERATOR_ARN}`)
    expect(stderr).toContain(`Stack    user-api-prod (stage prod), ${REGION}`)
    expect(stderr).toContain(
      `Restore  ${scene.names.users}\nAs of    ${scene.toText}\nInto     ${scene.restored()},`,
    )
    expect(stderr).toContain(`Will\n  1. stop the ${scene.functions} functions`)
    expect(stderr).toContain('\n  5. end all sessions')
    expect(stderr).toContain('Cannot\n  - keep what was written since')
    expect(stderr).toContain('error: This must be confirmed')
    expect([scene.changes(), scene.deployed.audit()]).toEqual([[], []])
  })

  test('makes a new table of the items that were there, and leaves the old one alone', async () => {
    const before = await storedUser()
    await scene.aws.takeSnapshot(scene.names.users)
    const after = await storedUser()
    const old = await itemsOf(scene.names.users)
    await scene.restore()
    expect(await itemOf(scene.restored(), usersKeys.profile(before.id))).toEqual({
      ...usersKeys.profile(before.id),
      ...before,
      sessions: {},
    })
    expect(await itemOf(scene.restored(), usersKeys.email(before.email))).toEqual({
      ...usersKeys.email(before.email),
      userId: before.id,
    })
    expect(await itemOf(scene.restored(), usersKeys.profile(after.id))).toBeUndefined()
    expect(await itemsOf(scene.names.users)).toEqual(old)
  })

  test('keeps the feature flags as they are now', async () => {
    await switchFeatureFlag('response_encryption', false)
    await scene.aws.takeSnapshot(scene.names.users)
    await switchFeatureFlag('response_encryption', true)
    const { stdout } = await scene.restore()
    expect(stdout).toContain('1 feature flags kept')
    expect(await itemOf(scene.restored(), usersKeys.flags)).toMatchObject({
      response_encryption: true,
    })
  })

  test('keeps the feature flags of then when the damage removed them', async () => {
    await switchFeatureFlag('response_encryption', true)
    await scene.aws.takeSnapshot(scene.names.users)
    await tables.send(new DeleteCommand({ TableName: scene.names.users, Key: usersKeys.flags }))
    await scene.restore()
    expect(await itemOf(scene.restored(), usersKeys.flags)).toMatchObject({
      response_encryption: true,
    })
  })

  test('ends all sessions, so that a token that was logged out since stays invalid', async () => {
    const users = await Promise.all(Array.from({ length: 30 }, storedUser))
    await scene.aws.takeSnapshot(scene.names.users)
    const { stdout } = await scene.restore()
    expect(stdout).toContain('30 users logged out')
    for (const user of users) {
      expect([
        await sessionsIn(scene.restored(), user),
        await sessionsIn(scene.names.users, user),
      ]).toEqual([0, 1])
    }
  })

  test('stops every function before it restores', async () => {
    await scene.aws.takeSnapshot(scene.names.users)
    let stoppedFirst = 0
    scene.aws.onCall = (call) => {
      if (call === 'dynamodb RestoreTableToPointInTime') stoppedFirst = scene.aws.concurrency.size
    }
    await scene.restore()
    expect(stoppedFirst).toBe(scene.functions)
    expect(new Set(scene.aws.concurrency.values())).toEqual(new Set([0]))
  })

  test('switches on what the template has and DynamoDB does not restore', async () => {
    await scene.aws.takeSnapshot(scene.names.users)
    await scene.restore()
    const TableName = scene.restored()
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }))
    const limits = { MaxReadRequestUnits: 8000, MaxWriteRequestUnits: 4000 }
    expect(Table).toMatchObject({
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    })
    expect([scene.aws.limits.get(scene.restored()), scene.aws.limits.get('tombstones')]).toEqual([
      limits,
      limits,
    ])
    const { TimeToLiveDescription } = await tables.send(
      new DescribeTimeToLiveCommand({ TableName }),
    )
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expiresAt' })
    expect(scene.aws.backedUp).toContain(scene.restored())
    expect(scene.aws.tags.get(scene.restored())).toEqual([
      { Key: 'service', Value: 'user-api' },
      { Key: 'stage', Value: 'prod' },
    ])
    scene.aws.calls.length = 0
    await scene.restore()
    expect(scene.aws.calls.filter((call) => call.startsWith('dynamodb Update'))).toEqual([])
  })

  test('is recorded before it begins and when it has ended', async () => {
    await scene.aws.takeSnapshot(scene.names.users)
    await scene.restore()
    const same = {
      action: 'restore',
      table: scene.restored(),
      operator: OPERATOR_ARN,
      account: ACCOUNT,
    }
    expect(scene.deployed.audit()).toMatchObject([
      { phase: 'intent', ...same },
      { phase: 'result', outcome: 'done', ...same },
    ])
  })

  test('prints with --json what is done and what is left', async () => {
    await scene.aws.takeSnapshot(scene.names.users)
    const { stdout } = await scene.restore('users', '--json')
    expect(JSON.parse(stdout)).toEqual({
      ...{
        table: 'users',
        source: scene.names.users,
        target: scene.restored(),
        to: scene.to.toISOString(),
      },
      done: 'stopped, restored, switched on, 0 deletions repeated, 0 users logged out, 0 feature flags kept',
      remaining: [
        `In infra/stages/own-values.ts, prod: restoredTables: { users: '${scene.restored()}' }. Commit it.`,
        'npm run losses -- -c stage=prod && npm run deploy -- -c stage=prod --import-existing-resources',
        `npm run restore -- --stage prod --table users --to ${scene.toText}, which starts the functions`,
        'npm run release -- -c stage=prod. Commit it.',
        `Within 35 days, turn off the backups of the old table and delete it, because later deletions of accounts do not reach it: ${scene.names.users}`,
      ].map((todo) => ({ done: false, todo })),
    })
  })
})
