import { expect, test } from 'vitest'
import { EDGE_REGION } from '../../../../infra/stages/edge-region.ts'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { appOf, onlyResource, synthesizeStage } from '../../../support/synthesize-stage.ts'

interface Rule {
  Name: string
  Priority: number
  Action?: unknown
  Statement: {
    RateBasedStatement?: { ScopeDownStatement?: unknown }
    ManagedRuleGroupStatement?: { RuleActionOverrides?: unknown }
  }
}

const { firewall: limits } = stageNamed('prod').edge ?? {}
const { firewall } = await synthesizeStage('prod')
if (!firewall || !limits || !('requestsPerIp' in limits)) throw new Error('prod has no firewall')
const { properties } = onlyResource(firewall, 'AWS::WAFv2::WebACL')
const rules: Rule[] = properties.Rules

function ruleNamed(name: string): Rule {
  const rule = rules.find(({ Name }) => Name === name)
  if (!rule) throw new Error(`There is no rule ${name}`)
  return rule
}

test('the stack of the web ACL is in us-east-1 and deployed before the service', async () => {
  const assembly = (await appOf('prod')).synth()
  const stack = assembly.getStackArtifact('Firewall')
  expect([stack.stackName, stack.environment.region]).toEqual([
    'user-api-prod-firewall',
    EDGE_REGION,
  ])
  expect(assembly.getStackArtifact('UserApi').dependencies).toContain(stack)
  expect(properties.Scope).toBe('CLOUDFRONT')
})

test('the web ACL has AWS’s managed rules, of which those on bodies only count', () => {
  expect(rules.map(({ Name }) => Name).slice(0, 4)).toEqual([
    'AWSManagedRulesAmazonIpReputationList',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesCommonRuleSet',
    'RequestsPerIp',
  ])
  const counted = [
    'SizeRestrictions',
    'CrossSiteScripting',
    'EC2MetaDataSSRF',
    'GenericLFI',
    'GenericRFI',
  ]
  expect(rules[2]?.Statement.ManagedRuleGroupStatement?.RuleActionOverrides).toEqual(
    counted.map((name) => ({ Name: `${name}_BODY`, ActionToUse: { Count: {} } })),
  )
})

test('the web ACL limits the requests of an IP address, and those to each sensitive path', () => {
  const all = ruleNamed('RequestsPerIp')
  const window = { AggregateKeyType: 'IP', EvaluationWindowSec: 300 }
  expect(all.Statement).toEqual({ RateBasedStatement: { ...window, Limit: limits.requestsPerIp } })
  expect(Object.keys(limits.requestsPerIpAndPath)).toEqual([
    '/auth/login',
    '/auth/register',
    '/auth/forgot-password',
    '/auth/reset-password',
    '/users/send-phone-otp',
    '/users/verify-phone-otp',
  ])
  for (const [path, limit] of Object.entries(limits.requestsPerIpAndPath)) {
    const { Action, Statement } = ruleNamed(`RequestsPerIp${path.replaceAll('/', '-')}`)
    expect(Action).toEqual({ Block: { CustomResponse: { ResponseCode: 429 } } })
    expect(Statement.RateBasedStatement).toMatchObject({ ...window, Limit: limit })
    expect(Statement.RateBasedStatement?.ScopeDownStatement).toEqual({
      ByteMatchStatement: {
        FieldToMatch: { UriPath: {} },
        PositionalConstraint: 'EXACTLY',
        SearchString: path,
        TextTransformations: [
          { Priority: 0, Type: 'URL_DECODE' },
          { Priority: 1, Type: 'NORMALIZE_PATH' },
        ],
      },
    })
  }
})
