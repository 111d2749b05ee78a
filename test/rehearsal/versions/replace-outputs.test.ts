import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { appOf } from '../../support/synthesize-stage.ts'
import { rehearsedProd } from './rehearsed-prod.ts'
import { replaceOtherStacksOutputs } from './replace-outputs.ts'

describe('values of stacks in other regions', () => {
  let replaced: Record<string, string>
  let stubs: string[]

  beforeAll(async () => {
    const { stacks } = (await appOf('prod', rehearsedProd)).synth()
    stubs = (await replaceOtherStacksOutputs(stacks)).map(({ type }) => type)
    replaced = Object.fromEntries(
      stacks.map(({ id, templateFullPath }) => [id, readFileSync(templateFullPath, 'utf8')]),
    )
  })

  test('become names in the synthesized templates', () => {
    expect(Object.keys(replaced)).toEqual(['Firewall', 'UserApi', 'Outside'])
    expect(Object.values(replaced).join('')).not.toContain('Fn::GetStackOutput')
    expect(replaced.UserApi).toContain('"WebACLId": "user-api-prod-firewall.')
  })

  test('are those of the distribution, of the alarms outside and of the health check', () => {
    const types = ['CloudFront::Distribution', 'CloudWatch::Alarm', 'Route53::HealthCheck']
    expect([...new Set(stubs)].sort()).toEqual(types.map((type) => `AWS::${type}`))
  })
})
