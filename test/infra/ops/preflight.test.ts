import { beforeAll, expect, test } from 'vitest'
import { type FakeAws, startFakeAws } from '../../support/fake-aws.ts'
import { programEnvironment } from '../../support/program-environment.ts'
import { runCommand } from '../../support/run-command.ts'

let aws: FakeAws
beforeAll(async () => {
  aws = await startFakeAws()
})

/** Runs the command with credentials that may read nothing. */
async function preflight(...options: string[]) {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const env = { ...programEnvironment, ...credentials, AWS_ENDPOINT_URL: aws.url }
  return await runCommand(['preflight', '-c', 'stage=prod', ...options], { env })
}

test('fails, and lists each check with what to do', async () => {
  const { code, stdout, stderr } = await preflight()
  expect(code).toBe(1)
  expect(stdout).toMatch(/^own values +FAILED +missing: /m)
  expect(stdout).toMatch(
    /What to do:\n {2}own values: Fill them in in infra\/stages\/own-values\.ts/,
  )
  expect(stderr).toMatch(/^error: Stage "prod" is not ready: own values, account/m)
})

test('has no checklist while own values are missing, because it would quote them', async () => {
  const { code, stdout } = await preflight('--json')
  expect(code).toBe(1)
  const { stage, checks, checklist } = JSON.parse(stdout)
  expect([stage, checklist]).toEqual(['prod', []])
  expect(checks[0]).toMatchObject({ check: 'own values', outcome: 'FAILED' })
})
