import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { explainFailure } from '../../../infra/ops/explain-failure.ts'
import { checklistFor } from '../../../infra/preflight/checklist.ts'
import { runChecks } from '../../../infra/preflight/run-checks.ts'
import type { Stage } from '../../../infra/stages/stage.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { type FakeAws, type FakeResponses, startFakeAws } from '../../support/fake-aws.ts'
import { testValues } from '../../support/own-values.ts'

const HOME = 'ap-south-1'
const CERTIFICATE = 'arn:aws:acm:us-east-1:111122223333:certificate/1'
const domain = { name: 'api.prep.example', certificateArn: CERTIFICATE }
const prod: Stage = {
  ...stageNamed('prod', testValues),
  edge: { originSecrets: [1], domain },
}

// In the form of the examples in AWS's API references.
const identity = (account: string) =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/Alice</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
const version = (Value: string) => ({ Parameter: { Name: 'version', Type: 'String', Value } })
const sandbox = (is: boolean) =>
  `<GetSMSSandboxAccountStatusResponse><GetSMSSandboxAccountStatusResult><IsInSandbox>${is}</IsInSandbox></GetSMSSandboxAccountStatusResult></GetSMSSandboxAccountStatusResponse>`
const smsAttributes = (attributes: Readonly<Record<string, string>>) => {
  const entries = Object.entries(attributes).map(
    ([key, value]) => `<entry><key>${key}</key><value>${value}</value></entry>`,
  )
  return `<GetSMSAttributesResponse><GetSMSAttributesResult><attributes>${entries.join('')}</attributes></GetSMSAttributesResult></GetSMSAttributesResponse>`
}
const certificate = (Status: string, DomainName: string) => ({
  Certificate: { CertificateArn: CERTIFICATE, DomainName, Status, SubjectAlternativeNames: [] },
})
const concurrency = (limit: number, unreserved = limit) => ({
  AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved },
})
const quota = (Value: number) => ({ Quota: { ServiceCode: 's', QuotaCode: 'L-1', Value } })

const LAMBDA = `${HOME} lambda /2016-08-19/account-settings`
const SMS = `${HOME} sns GetSMSAttributes`
const ready: FakeResponses = {
  [`${HOME} sts GetCallerIdentity`]: identity('111122223333'),
  [`${HOME} ssm GetParameter`]: version('30'),
  'us-east-1 ssm GetParameter': version('30'),
  [LAMBDA]: concurrency(1_000),
  [`${HOME} sns GetSMSSandboxAccountStatus`]: sandbox(false),
  [SMS]: smsAttributes({
    MonthlySpendLimit: '100',
    DeliveryStatusIAMRole: 'arn:aws:iam::1:role/sms',
  }),
  'us-east-1 acm DescribeCertificate': certificate('ISSUED', '*.prep.example'),
  [`${HOME} servicequotas GetServiceQuota`]: quota(100_000),
}

let aws: FakeAws
beforeAll(async () => {
  aws = await startFakeAws()
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
})
beforeEach(() => {
  aws.responses = ready
})
afterAll(() => vi.unstubAllEnvs())

/** The findings that are not ok, with a changed account or stage. */
async function findingsWith(responses: FakeResponses, stage: Stage = prod) {
  aws.responses = { ...ready, ...responses }
  const results = await runChecks(stage, explainFailure)
  return results.filter(({ outcome }) => outcome !== 'ok')
}

describe('an account that is ready', () => {
  test('passes every check, each in its region, and is only read', async () => {
    const results = await runChecks(prod, explainFailure)
    expect(results.map(({ check, outcome }) => `${check}: ${outcome}`)).toEqual([
      'own values: ok',
      'account: ok',
      'bootstrap: ok',
      'bootstrap in us-east-1: ok',
      'Lambda concurrency: ok',
      'SMS sandbox: ok',
      'SMS spend limit: ok',
      'SMS delivery logging: ok',
      'certificate: ok',
      'HTTP API requests a second: ok',
      'reads a second of a table: ok',
      'writes a second of a table: ok',
    ])
    for (const call of aws.calls) expect(call).toMatch(/ (Get|Describe)\w+$|account-settings$/)
  })

  test('is asked for each quota by its code, and then for AWS’s default of the same', async () => {
    aws.bodies.length = 0
    aws.calls.length = 0
    await findingsWith({
      [`${HOME} servicequotas GetServiceQuota`]: { error: 'NoSuchResourceException' },
      [`${HOME} servicequotas GetAWSDefaultServiceQuota`]: quota(100_000),
    })
    const asked = aws.calls.flatMap((call, index) => {
      return call.includes('servicequotas') ? [JSON.parse(aws.bodies[index] ?? '')] : []
    })
    const codes = [
      { ServiceCode: 'apigateway', QuotaCode: 'L-8A5B8E43' },
      { ServiceCode: 'dynamodb', QuotaCode: 'L-CF0CBE56' },
      { ServiceCode: 'dynamodb', QuotaCode: 'L-AB614373' },
    ]
    expect(asked).toHaveLength(6)
    for (const one of codes) {
      expect(asked.filter(({ QuotaCode }) => QuotaCode === one.QuotaCode)).toEqual([one, one])
    }
  })

  test('passes with exactly what the stage allows, and any quota without a maximum of the tables', async () => {
    const least = { [LAMBDA]: concurrency(140) }
    expect(await findingsWith(least)).toMatchObject([
      { check: 'Lambda concurrency', outcome: 'warning' },
    ])
    const unreserved = { ...prod, reservedConcurrency: {} }
    expect(await findingsWith({ [LAMBDA]: concurrency(10) }, unreserved)).toMatchObject([
      {
        check: 'Lambda concurrency',
        outcome: 'warning',
        found: expect.stringMatching(/needs 250/),
      },
    ])
    const quotas = { [`${HOME} servicequotas GetServiceQuota`]: quota(5_000) }
    expect(await findingsWith(quotas, { ...prod, tableThroughput: undefined })).toEqual([])
    const results = await runChecks({ ...prod, tableThroughput: undefined }, explainFailure)
    expect(results.at(-1)?.found).toBe('the account has 5000, the stage sets no limit')
  })
})

describe('preflight fails, with what to do, when', () => {
  test.each<[string, FakeResponses, string, RegExp, RegExp]>([
    [
      'the credentials are of another account',
      { [`${HOME} sts GetCallerIdentity`]: identity('999988887777') },
      'account',
      /of 999988887777, the stage of 111122223333/,
      /own-values\.ts/,
    ],
    [
      'the CDK was never bootstrapped in the stage’s region',
      { [`${HOME} ssm GetParameter`]: { error: 'ParameterNotFound' } },
      'bootstrap',
      /none in ap-south-1/,
      /npm run bootstrap -- aws:\/\/111122223333\/ap-south-1 -c stage=prod/,
    ],
    [
      'the bootstrap in us-east-1 is too old',
      { 'us-east-1 ssm GetParameter': version('5') },
      'bootstrap in us-east-1',
      /version 5/,
      /aws:\/\/111122223333\/us-east-1/,
    ],
    [
      'reserved concurrency would leave too few executions',
      { [LAMBDA]: concurrency(139) },
      'Lambda concurrency',
      /139, .* reserves 40 and needs 140/,
      /--quota-code L-B99A9384/,
    ],
    [
      'SMS go to verified numbers only',
      { [`${HOME} sns GetSMSSandboxAccountStatus`]: sandbox(true) },
      'SMS sandbox',
      /verified numbers only/,
      /sandbox/,
    ],
    [
      'the alarm on SMS rings after the limit, which is 1 USD until it is raised',
      { [SMS]: smsAttributes({ DeliveryStatusIAMRole: 'arn' }) },
      'SMS spend limit',
      /^1 USD a month; the alarm rings at 80/,
      /MonthlySpendLimit/,
    ],
    [
      'deliveries are not logged',
      { [SMS]: smsAttributes({ MonthlySpendLimit: '100' }) },
      'SMS delivery logging',
      /^off/,
      /DeliveryStatusIAMRole/,
    ],
    [
      'the certificate is not issued',
      {
        'us-east-1 acm DescribeCertificate': certificate('PENDING_VALIDATION', 'api.prep.example'),
      },
      'certificate',
      /^PENDING_VALIDATION/,
      /CNAME/,
    ],
    [
      'the certificate is for another name',
      { 'us-east-1 acm DescribeCertificate': certificate('ISSUED', '*.example') },
      'certificate',
      /for \*\.example/,
      /request-certificate .* api\.prep\.example/,
    ],
    [
      'there is no certificate',
      { 'us-east-1 acm DescribeCertificate': { error: 'ResourceNotFoundException' } },
      'certificate',
      /there is no arn/,
      /request-certificate/,
    ],
    [
      'a call is refused',
      { [LAMBDA]: { error: 'AccessDeniedException' } },
      'Lambda concurrency',
      /lack a permission/,
      /again/,
    ],
  ])('%s', async (_, responses, check, found, todo) => {
    expect(await findingsWith(responses)).toEqual([
      {
        check,
        outcome: 'FAILED',
        found: expect.stringMatching(found),
        todo: expect.stringMatching(todo),
      },
    ])
  })

  test('a quota is below what the stage allows', async () => {
    const found = await findingsWith({ [`${HOME} servicequotas GetServiceQuota`]: quota(400) })
    expect(found.map(({ outcome }) => outcome)).toEqual(['FAILED', 'FAILED', 'FAILED'])
    expect(found[0]?.todo).toContain('--service-code apigateway --quota-code L-8A5B8E43')
  })

  test('own values are missing', async () => {
    const stage = { ...prod, missing: ['alarmEmail'] }
    expect(await findingsWith({}, stage)).toMatchObject([
      {
        check: 'own values',
        outcome: 'FAILED',
        found: 'missing: alarmEmail',
        todo: 'Fill them in in infra/stages/own-values.ts',
      },
    ])
  })
})

test('no other check calls AWS when the credentials are of another account', async () => {
  aws.responses = { ...ready, [`${HOME} sts GetCallerIdentity`]: identity('999988887777') }
  aws.calls.length = 0
  const results = await runChecks(prod, explainFailure)
  expect(results.map(({ check }) => check)).toEqual(['own values', 'account'])
  expect(aws.calls).toEqual([`${HOME} sts GetCallerIdentity`])
})

describe('preflight warns when', () => {
  test('ten times the load does not fit AWS’s default quota', async () => {
    const found = await findingsWith({
      [`${HOME} servicequotas GetServiceQuota`]: { error: 'NoSuchResourceException' },
      [`${HOME} servicequotas GetAWSDefaultServiceQuota`]: quota(40_000),
    })
    expect(found).toMatchObject([{ check: 'reads a second of a table', outcome: 'warning' }])
    expect(found[0]?.found).toBe(
      'the account has 40000, the stage allows 8000; ten times the load does not fit',
    )
  })

  test('other functions reserve so much concurrency that Lambda would refuse the stage’s own', async () => {
    expect(await findingsWith({ [LAMBDA]: concurrency(1_000, 139) })).toMatchObject([
      {
        check: 'Lambda concurrency',
        outcome: 'warning',
        found: expect.stringMatching(/139 are not reserved; .* needs 140 that are not/),
      },
    ])
    expect(await findingsWith({ [LAMBDA]: concurrency(1_000, 140) })).toEqual([])
  })

  test('ten times the load does not fit the concurrency, which it says how to raise', async () => {
    const busy = { ...prod.throttle, default: { ratePerSecond: 5_000, burst: 5_000 } }
    const [finding] = await findingsWith({}, { ...prod, throttle: busy })
    expect(finding).toMatchObject({ check: 'Lambda concurrency', outcome: 'warning' })
    expect(finding?.todo).toContain('--desired-value 2640')
  })

  test('a stage without real users is in a new account', async () => {
    const dev = stageNamed('dev', testValues)
    const found = await findingsWith(
      {
        [LAMBDA]: concurrency(10),
        [`${HOME} sns GetSMSSandboxAccountStatus`]: sandbox(true),
        [SMS]: smsAttributes({}),
      },
      dev,
    )
    expect(found.map(({ check, outcome }) => `${check}: ${outcome}`)).toEqual([
      'Lambda concurrency: warning',
      'SMS sandbox: warning',
      'SMS delivery logging: warning',
    ])
  })
})

test('the checklist names what no API can check: the registered text, CloudFront’s verification, the alarm’s reader', () => {
  const items = checklistFor(prod).join('\n')
  expect(items).toContain(JSON.stringify(prod.settings.smsText))
  expect(items).toContain('CloudFront: the account is verified')
  expect(items).toContain(testValues.alarmEmail)
})

test('the checklist of a stage without CloudFront and alarms has the SMS text and the budget only', () => {
  const items = checklistFor({ ...prod, edge: undefined, alarmEmail: undefined })
  expect(items.map((item) => item.split(':')[0])).toEqual(['DLT', 'Costs'])
})
