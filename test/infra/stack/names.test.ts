import type { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { type SynthesizedStage, synthesizeStage } from '../../support/synthesize-stage.ts'

/** Names that need not be unique in an account. Names of metrics, attributes and configurations are left out below. */
const FREE = [
  'AWS::ApiGatewayV2::Api Name',
  'AWS::ApiGatewayV2::Stage StageName',
  // Unique in its function, table, role or web ACL.
  'AWS::Lambda::Alias Name',
  'AWS::IAM::Policy PolicyName',
]

/** The names of a stage's resources: properties, or properties of one property, that end with `Name` and hold a text. */
function namesOf({ template, firewall, outside }: SynthesizedStage): string[] {
  const templates = [template, firewall, outside].filter(
    (one): one is Template => one !== undefined,
  )
  return templates.flatMap((one) => {
    const { Resources } = one.toJSON() as {
      Resources: Record<string, { Type: string; Properties?: object }>
    }
    return Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
      return [Properties, ...Object.values(Properties)].flatMap((part) => namesIn(Type, part))
    })
  })
}

function namesIn(type: string, part: unknown): string[] {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return []
  return Object.entries(part)
    .filter(
      ([key, value]) => /(?<!Metric|Attribute|Config)Name$/.test(key) && typeof value === 'string',
    )
    .map(([key, value]) => `${type} ${key} ${value}`)
}

test('two stages in one account have no name in common that AWS requires to be unique', async () => {
  const names = namesOf(await synthesizeStage('prod'))
  expect(names).toContain('AWS::CloudFront::CachePolicy Name user-api-prod-pictures')
  const others = namesOf(await synthesizeStage('prod', { name: 'second' }))
  const common = [...new Set(others)].filter((name) => names.includes(name))
  expect(common.filter((name) => !FREE.some((free) => name.startsWith(free)))).toEqual([])
})
