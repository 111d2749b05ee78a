import { Match, type Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../../infra/stack/create-app.ts'
import { requireValidStage } from '../../../infra/stages/check-stage.ts'
import { ownValues } from '../../../infra/stages/own-values.ts'
import type { Edge, Stage } from '../../../infra/stages/stage.ts'
import { stageNamed } from '../../../infra/stages/stages.ts'
import { numberVariables } from '../../../shared/config.ts'
import { testValues } from '../../support/own-values.ts'
import { appOf, synthesizeStage } from '../../support/synthesize-stage.ts'

const dev = stageNamed('dev', testValues)
const prod = stageNamed('prod', testValues)
const withSettings = (settings: Partial<Stage['settings']>): Stage => {
  return { ...dev, settings: { ...dev.settings, ...settings } }
}
const withEdge = (edge: Partial<Edge>): Partial<Stage> => {
  return { edge: { originSecrets: [1], ...edge } }
}

describe('a stage', () => {
  test.each(['local', 'dev', 'prod'])('is valid: %s', (name) => {
    expect(stageNamed(name).name).toBe(name)
  })

  test('without {otp} in its SMS is refused, with its name and the text', () => {
    expect(() => requireValidStage(withSettings({ smsText: 'Hello' }))).toThrow(
      'Stage "dev": settings.smsText "Hello": It has no {otp}',
    )
  })

  test('with an SMS that is too long is refused', () => {
    const text = `{otp}${'x'.repeat(102)}\n@example.com #{otp} FA+9qCX9VSu`
    expect(() => requireValidStage(withSettings({ smsText: text }))).toThrow(
      `Stage "dev": settings.smsText ${JSON.stringify(text)}: It has 141 bytes, of which 140 are allowed`,
    )
  })

  test.each(Object.keys(numberVariables))(
    'is refused when %s is missing, negative, fractional or a string',
    (name) => {
      for (const value of [undefined, -1, 2.5, '5']) {
        const problem = `Stage "dev": settings.${name} ${JSON.stringify(value)}: `
        const settings = withSettings({ [name]: value as number })
        expect(() => requireValidStage(settings)).toThrow(problem)
      }
    },
  )

  test.each([
    ...[
      'otpSendsPerUser',
      'otpSendsPerPhone',
      'otpSendsPerPhoneADay',
      'otpTriesPerUser',
      'otpTriesPerPhone',
    ],
    'pictureUploadsPerUser',
    'reportsPerUser',
  ])('is refused when %s exceeds what a sliding window can store', (name) => {
    expect(requireValidStage(withSettings({ [name]: 50 })).name).toBe('dev')
    expect(() => requireValidStage(withSettings({ [name]: 51 }))).toThrow(
      `Stage "dev": settings.${name} 51: Too big: expected number to be <=50`,
    )
  })

  test.each<[string, Stage['settings'][keyof Stage['settings']]]>([
    ['otpDigits', 5],
    // The SMS would say that it ends in 0 minutes.
    ['otpSeconds', 59],
    ['otpSeconds', 601],
    ['otiSeconds', 601],
    ['smsSenderId', 'EX'],
    ['smsSenderId', 'EXAMPLE'],
    ['smsEntityId', '123'],
    ['smsTemplateId', 'abc'],
  ])('is refused with %s %s', (name, value) => {
    const problem = `Stage "dev": settings.${name} ${JSON.stringify(value)}: `
    expect(() => requireValidStage(withSettings({ [name]: value }))).toThrow(problem)
  })

  test.each(['ABC', 'ABCDEF'])(
    'may have a sender id of three to six letters: %s',
    (smsSenderId) => {
      expect(requireValidStage(withSettings({ smsSenderId })).name).toBe('dev')
    },
  )

  test.each(['otpSendsOfAll', 'recoverySendsOfAll'])('may switch off SMS: %s 0', (name) => {
    expect(requireValidStage(withSettings({ [name]: 0 })).name).toBe('dev')
  })

  test('is refused when an OTP lives longer than its OTI', () => {
    expect(() => requireValidStage(withSettings({ otpSeconds: 300, otiSeconds: 200 }))).toThrow(
      'Stage "dev": settings.otpSeconds 300: Must not exceed otiSeconds 200',
    )
  })

  const noThrottle = { ratePerSecond: 0, burst: 1 }
  const domain = { name: 'api.example.org', certificateArn: 'arn:aws:acm:eu-west-1:1:c/1' }
  test.each<[string, Partial<Stage>]>([
    ['region "mumbai": Must be a region', { region: 'mumbai' }],
    ['account "12345": Must be 12 digits', { account: '12345' }],
    ['logRetentionDays 8: Must be', { logRetentionDays: 8 }],
    ['alarmEmail "nobody": Invalid email', { alarmEmail: 'nobody' }],
    ['runbookUrl "docs": Must be an https URL', { runbookUrl: 'docs' }],
    ['deployment "blue": Invalid option', { deployment: 'blue' as never }],
    ['throttle.default.ratePerSecond 0: ', { throttle: { default: noThrottle, routes: {} } }],
    ['reservedConcurrency.GET /a 0: ', { reservedConcurrency: { 'GET /a': 0 } }],
    ['reservedConcurrency.a "a": ', { reservedConcurrency: { a: 1 } }],
    ['tableThroughput.writes 0: ', { tableThroughput: { reads: 1, writes: 0 } }],
    ['corsOrigins.0 "https://a.test/": Must be an origin', { corsOrigins: ['https://a.test/'] }],
    ['edge.originSecrets []: ', withEdge({ originSecrets: [] })],
    ['edge.originSecrets [1,1]: Must differ', withEdge({ originSecrets: [1, 1] })],
    [
      'edge.domain.certificateArn "arn:aws:acm:eu-west-1:1:c/1": Must be a certificate of us-east-1',
      withEdge({ domain }),
    ],
    [
      'edge.domain.name "a b": Must be a domain name',
      withEdge({ domain: { ...domain, name: 'a b' } }),
    ],
    [
      'edge.firewall.webAclArn "arn:a": Must be the ARN of a global web ACL, which is in us-east-1',
      withEdge({ firewall: { webAclArn: 'arn:a' } }),
    ],
    [
      'edge.firewall.requestsPerIp 1: Too small',
      withEdge({ firewall: { requestsPerIp: 1, requestsPerIpAndPath: {} } }),
    ],
    ['corsHeaders.0 "X-Own": Must be a header in lower case', { corsHeaders: ['X-Own'] }],
    ['appName " ": Must not be blank', { appName: ' ' }],
    ['monthlyBudgetUsd: Needs alarms and edge', { edge: undefined }],
  ])('is refused: %s', (problem, values) => {
    expect(() => requireValidStage({ ...prod, ...values })).toThrow(`Stage "prod": ${problem}`)
  })

  test('may create a firewall, and refer to an existing one, from any region', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/UserApi/1'
    const requestsPerIpAndPath = { '/auth/login': 100 }
    for (const firewall of [{ requestsPerIp: 1_000, requestsPerIpAndPath }, { webAclArn }]) {
      for (const region of ['ap-south-1', 'us-east-1']) {
        const stage = { ...prod, region, ...withEdge({ firewall }) }
        expect(requireValidStage(stage).name).toBe('prod')
      }
    }
  })

  test('that limits a route that does not exist is refused at synth', async () => {
    const reservedConcurrency = { 'POST /users/otp': 1 }
    await expect(synthesizeStage('dev', { reservedConcurrency })).rejects.toThrow(
      'Stage "dev": reservedConcurrency: There is no route "POST /users/otp"',
    )
    const routes = { 'GET /x': { ratePerSecond: 1, burst: 1 } }
    const throttle = { default: dev.throttle.default, routes }
    await expect(synthesizeStage('dev', { throttle })).rejects.toThrow(
      'Stage "dev": throttle.routes: There is no route "GET /x"',
    )
    const firewall = { requestsPerIp: 10, requestsPerIpAndPath: { '/x': 10 } }
    await expect(synthesizeStage('prod', withEdge({ firewall }))).rejects.toThrow(
      'Stage "prod": edge.firewall: There is no route with path "/x"',
    )
  })
})

const firewall = { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/UserApi/1' }

/** The texts of assertions that never hold: no bootstrap stack has the version `never`. */
function refusalsOf(template: Template | undefined): string[] {
  const { Rules = {} } = template?.toJSON() ?? {}
  const assertions: { Assert: unknown; AssertDescription: string }[] =
    Rules.StageIsComplete?.Assertions ?? []
  for (const { Assert } of assertions) {
    expect(Assert).toEqual({ 'Fn::Contains': [['never'], { Ref: 'BootstrapVersion' }] })
  }
  return assertions.map(({ AssertDescription }) => AssertDescription)
}

describe('a missing firewall', () => {
  // A deployment is strict: a warning stops it.
  test('causes a warning in prod, and none in dev or with a firewall', async () => {
    const warned = expect.stringContaining('Stage "prod" has no edge.firewall')
    const without = { edge: undefined, monthlyBudgetUsd: undefined }
    expect((await synthesizeStage('prod', withEdge({}))).warnings).toContainEqual(warned)
    expect((await synthesizeStage('prod', without)).warnings).toContainEqual(warned)
    expect((await synthesizeStage('prod')).warnings).not.toContainEqual(warned)
    const withFirewall = await synthesizeStage('prod', withEdge({ firewall }))
    expect(withFirewall.warnings).not.toContainEqual(warned)
    expect((await synthesizeStage('dev')).warnings).toEqual([])
  })
})

describe('a missing value', () => {
  test.each(Object.keys(testValues))('is listed by its name: %s', (name) => {
    expect(stageNamed('prod', { ...testValues, [name]: '' }).missing).toEqual([name])
  })

  test('causes a warning, which stops a strict deployment: all of prod and dev in this repository', async () => {
    for (const name of ['prod', 'dev']) {
      const stage = stageNamed(name)
      expect(stage.missing).toEqual(Object.keys(ownValues[name] ?? {}))
      const { warnings } = await synthesizeStage(name, { ...stage, ...withEdge({ firewall }) })
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toContain(
        `Stage "${name}" lacks values, to be filled in in infra/stages/own-values.ts: ${stage.missing.join(', ')}`,
      )
    }
  })

  test('makes CloudFormation refuse every stack of the stage, also without --strict', async () => {
    const stage = { missing: ['appName'], ...withEdge({}) }
    const { template, firewall, outside } = await synthesizeStage('prod', {
      ...stage,
      edge: prod.edge,
    })
    const texts = [
      'Stage "prod" lacks values, to be filled in in infra/stages/own-values.ts: appName',
    ]
    for (const stack of [template, firewall, outside]) expect(refusalsOf(stack)).toEqual(texts)
    const { template: withoutFirewall } = await synthesizeStage('prod', stage)
    expect(refusalsOf(withoutFirewall)).toEqual([
      ...texts,
      expect.stringContaining('no edge.firewall'),
    ])
    expect(refusalsOf((await synthesizeStage('prod')).template)).toEqual([])
  })

  test('causes no warning once it is filled in, and is used', async () => {
    const { template, warnings } = await synthesizeStage('prod', withEdge({ firewall }))
    expect(warnings).toEqual([])
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: testValues.alarmEmail })
    const { smsEntityId, smsDomain, smsAppHash } = testValues
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          SMS_ENTITY_ID: smsEntityId,
          SMS_TEXT: Match.stringLikeRegexp(`${smsDomain} #\\{otp} ${smsAppHash}$`),
        }),
      },
    })
  })
})

describe('a stage to deploy', () => {
  test('has its account', async () => {
    const app = await appOf('prod', prod)
    const places = app
      .synth()
      .stacks.map(({ environment: { account, region } }) => [account, region])
    const [service, edge] = [prod.region, 'us-east-1'].map((region) => [testValues.account, region])
    expect(places).toEqual([edge, service, edge])
  })

  test('has to be named', async () => {
    await expect(createApp({ bundles: 'existing' })).rejects.toThrow(
      'Name the stage, e.g. -c stage=dev',
    )
  })

  test.each(['protected', 'canary'])('has %s switched with true or false only', async (name) => {
    const context = { stage: 'dev', [name]: 'no' }
    await expect(createApp({ context, bundles: 'empty' })).rejects.toThrow(
      `-c ${name}=no: it must be true or false`,
    )
  })

  test('is not that of the local stack', async () => {
    const context = { stage: 'local' }
    await expect(createApp({ context, bundles: 'existing', forLambda: true })).rejects.toThrow(
      'Stage "local" runs on this machine: it is not deployed',
    )
  })
})
