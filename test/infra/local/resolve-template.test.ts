import { describe, expect, test } from 'vitest'
import { type Template, TemplateResolver } from '../../../infra/local/resolve-template.ts'

const place = { stackName: 'stack', region: 'ap-south-1', accountId: '000000000000' }
const table = { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} }

function resolve(properties: unknown, more: Template['Resources'] = { Table: table }) {
  const Lambda = { Type: 'AWS::Lambda::Function', Properties: { Value: properties } }
  const resolver = new TemplateResolver({ Resources: { Lambda, ...more } }, place)
  return resolver.resources().find(({ logicalId }) => logicalId === 'Lambda')?.properties.Value
}

describe('the template resolver', () => {
  test.each([
    ['Ref', { Ref: 'Table' }, 'stack-Table'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'ap-south-1'],
    [
      'Fn::GetAtt',
      { 'Fn::GetAtt': ['Table', 'Arn'] },
      'arn:aws:dynamodb:ap-south-1:000000000000:table/stack-Table',
    ],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }]] }, 'a/stack-Table'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    ['Fn::Sub', { 'Fn::Sub': '${AWS::Partition}:${Table}' }, 'aws:stack-Table'],
    [
      'what stands in lists and maps',
      [{ a: { Ref: 'Table' } }, 1, null],
      [{ a: 'stack-Table' }, 1, null],
    ],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected)
  })

  test.each([
    ['an intrinsic', { 'Fn::ImportValue': 'x' }, /Fn::ImportValue is not understood locally/],
    ['a resource', { Ref: 'Nothing' }, /no resource Nothing/],
    ['an attribute', { 'Fn::GetAtt': ['Table', 'Nothing'] }, /Table\.Nothing is not known locally/],
    ['a pseudo parameter', { Ref: 'AWS::Nothing' }, /AWS::Nothing\.Ref is not known locally/],
  ])('refuses %s that it does not know', (_, value, message) => {
    expect(() => resolve(value)).toThrow(message)
  })

  test('refuses a type that cannot run locally', () => {
    const Cluster = { Type: 'AWS::ECS::Cluster', Properties: {} }
    expect(() => resolve(1, { Cluster })).toThrow('Cluster: AWS::ECS::Cluster cannot run locally')
  })
})
