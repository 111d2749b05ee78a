import { afterEach, describe, expect, test } from 'vitest'
import { newObjectId } from '../../../../shared/object-id.ts'
import { freshEmail } from '../../../support/accounts.ts'
import {
  ACCOUNT,
  type DeployedStack,
  documentedPolicy,
  OPERATOR_ARN,
  REGION,
  startDeployedStack,
  statementsOf,
} from '../../../support/deployed-stack.ts'
import { direct } from '../../../support/drivers.ts'
import { openAccount } from '../../../support/open-account.ts'
import { freshPhone, link } from '../../../support/phones.ts'
import { expectSuccess } from '../../../support/responses.ts'

const policy = documentedPolicy()
const me = { method: 'GET', path: '/auth/me' }
let deployed: DeployedStack

afterEach(async () => {
  await deployed.stop()
})

/** Runs a command that must succeed. */
async function run(...args: string[]) {
  const finished = await deployed.machine.run(...args)
  expect([finished.code, finished.stderr]).toEqual([0, expect.not.stringContaining('error')])
  return finished
}

describe('the operators’ policy of docs/permissions.md', () => {
  test('allows what the commands do, and nothing that they never do', async () => {
    deployed = await startDeployedStack(policy)
    const account = await openAccount(direct)
    await link(account, freshPhone())
    await run('user', account.email)
    for (const action of [
      ['--export', 'a.json'],
      ['--end-sessions'],
      ['--reset'],
      ['--points', '5'],
      ['--free-phone'],
      ['--set-email', freshEmail()],
      ['--free-email'],
      ['--delete'],
    ]) {
      await run('user', account.id, ...action, '--yes')
    }
    await run('reports')
    await run('reports', newObjectId())
    await run('flag')
    await run('flag', 'response_encryption', 'off', '--yes')
    expect(deployed.permissions()).toMatchObject({ unused: [], refused: [] })
    expect(deployed.permissions()?.used.length).toBeGreaterThan(10)
  })

  test('needs only the statements that its table names', async () => {
    const { id, email } = await openAccount(direct)
    deployed = await startDeployedStack(statementsOf(policy, /^LookAt/))
    await run('user', email)
    expect(deployed.permissions()).toMatchObject({ unused: [], refused: [] })
    await deployed.stop()

    deployed = await startDeployedStack(statementsOf(policy, /^LookAt/, /^RecordActions$/))
    await run('user', id, '--export', 'a.json', '--yes')
    expect(deployed.permissions()).toMatchObject({ unused: [], refused: [] })
    await deployed.stop()

    deployed = await startDeployedStack(statementsOf(policy, /^ListReports/))
    await run('reports')
    await run('reports', newObjectId())
    expect(deployed.permissions()).toMatchObject({ unused: [], refused: [] })
  })
})

describe('npm run flag on a deployed stack', () => {
  test('asks before it switches a flag', async () => {
    deployed = await startDeployedStack(policy)
    const { code, stderr } = await deployed.machine.run('flag', 'response_encryption', 'on')
    expect([code, stderr]).toEqual([1, expect.stringContaining('This must be confirmed')])
    expect(deployed.audit()).toEqual([])
    expect((await run('flag')).stdout).toBe('response_encryption is off.\n')
  })

  test('records what is switched, by whom', async () => {
    deployed = await startDeployedStack(
      statementsOf(policy, /^LookAtUsers$/, /^RecordActions$/, /^ChangeAccounts$/),
    )
    const { stderr } = await run('flag', 'response_encryption', 'off', '--yes')
    expect(stderr).toContain(
      `Account  ${ACCOUNT}, as ${OPERATOR_ARN}\nStack    user-api-prod (stage prod), ${REGION}\n` +
        'Will     switch response_encryption off for all apps.\n',
    )
    const same = { operator: OPERATOR_ARN, action: 'flag', flag: 'response_encryption' }
    expect(deployed.audit()).toMatchObject([
      { phase: 'intent', ...same, details: { on: 0 } },
      { phase: 'result', outcome: 'done', ...same, details: { on: 0 } },
    ])
    expect(deployed.permissions()?.refused).toEqual([])
  })
})

describe('an action on a deployed stack', () => {
  test('says account, identity, stack and region of the outputs, and records them', async () => {
    deployed = await startDeployedStack(policy)
    const { id } = await openAccount(direct)
    const { stderr } = await run('user', id, '--points', '5', '--yes')
    expect(stderr).toBe(
      `Using stack user-api-prod of stage prod, in account ${ACCOUNT}, region ${REGION}.\nAccount  ${ACCOUNT}, as ${OPERATOR_ARN}\nStack    user-api-prod (stage prod), ${REGION}\n` +
        `User     ${id}\nWill     set the points from 0 to 5.\n`,
    )
    const same = {
      operator: OPERATOR_ARN,
      account: ACCOUNT,
      stack: 'user-api-prod',
      action: 'points',
      user_id: id,
      details: { before: 0, points: 5 },
    }
    expect(deployed.audit()).toMatchObject([
      { phase: 'intent', ...same },
      { phase: 'result', outcome: 'done', ...same },
    ])
    expect(await deployed.machine.audit()).toEqual([])
  })

  test.each([
    {
      reason: 'the operator may not write the audit log',
      given: statementsOf(policy, /^LookAt/, /^ChangeAccounts$/),
      rejects: false,
      advice: 'lack a permission',
    },
    {
      reason: 'CloudWatch rejects the record',
      given: policy,
      rejects: true,
      advice: 'correct the clock of this machine',
    },
  ])('is not done when $reason', async ({ given, rejects, advice }) => {
    deployed = await startDeployedStack(given, { rejects })
    const account = await openAccount(direct)
    const refused = await deployed.machine.run('user', account.id, '--points', '5', '--yes')
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain('error: Nothing was done. The audit log cannot be written.')
    expect(refused.stderr).toContain(advice)
    expect(expectSuccess(await account.call(me)).points).toBe(0)
  })

  test('that AWS refuses is recorded as failed', async () => {
    deployed = await startDeployedStack(statementsOf(policy, /^LookAt/, /^RecordActions$/))
    const { id } = await openAccount(direct)
    const { code, stderr } = await deployed.machine.run('user', id, '--points', '5', '--yes')
    expect([code, stderr]).toEqual([1, expect.stringContaining('lack a permission')])
    expect(deployed.audit()).toMatchObject([
      { phase: 'intent' },
      { phase: 'result', outcome: 'failed', error: 'AccessDeniedException' },
    ])
  })
})
