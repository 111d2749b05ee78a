import { describe, expect, test } from 'vitest'
import { resourceTypes } from '../../../../infra/local/services.ts'
import { TemplateResolver } from '../../../../infra/local/template/resolve-template.ts'
import type { Template } from '../../../../infra/local/template/template.ts'

const place = {
  stackName: 'stack',
  region: 'ap-south-1',
  accountId: '000000000000',
  endpointUrl: 'http://127.0.0.1:1',
}
const table = { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} }

const queue = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } }
const bucket = { Type: 'AWS::S3::Bucket', Properties: {} }

const resolverOf = (template: Template) => new TemplateResolver(template, place, resourceTypes)

function resolve(properties: unknown, more: Template['Resources'] = { Table: table }) {
  const Lambda = { Type: 'AWS::Lambda::Function', Properties: { Value: properties } }
  const resolver = resolverOf({ Resources: { Lambda, ...more } })
  return resolver.resources().find(({ logicalId }) => logicalId === 'Lambda')?.properties.Value
}

describe('the template resolver', () => {
  test.each([
    ['Ref', { Ref: 'Table' }, 'stack-Table'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'ap-south-1'],
    [
      'the id of the stack',
      { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
      'local',
    ],
    [
      'Fn::GetAtt',
      { 'Fn::GetAtt': ['Table', 'Arn'] },
      'arn:aws:dynamodb:ap-south-1:000000000000:table/stack-Table',
    ],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'Table' }]] }, 'a/stack-Table'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    ['Fn::Sub', { 'Fn::Sub': '${AWS::Partition}:${Table}' }, 'aws:stack-Table'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    ['a literal of Fn::Sub', { 'Fn::Sub': '${!Table}:${Table}' }, '${Table}:stack-Table'],
    [
      'Fn::GetStackOutput of a stack that does not run locally, to the names of stack and output',
      { 'Fn::GetStackOutput': { StackName: 'firewall', OutputName: 'Arn', Region: 'us-east-1' } },
      'firewall.Arn',
    ],
    ['Fn::Select and Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [
      'values in lists and maps',
      [{ a: { Ref: 'Table' } }, 1, null],
      [{ a: 'stack-Table' }, 1, null],
    ],
  ])('resolves %s', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected)
  })

  test.each([
    ['an intrinsic', { 'Fn::ImportValue': 'x' }, /Fn::ImportValue is not supported locally/],
    ['a resource', { Ref: 'Nothing' }, /no resource Nothing/],
    ['an attribute', { 'Fn::GetAtt': ['Table', 'Nothing'] }, /Table\.Nothing is not known locally/],
    ['a pseudo parameter', { Ref: 'AWS::Nothing' }, /AWS::Nothing\.Ref is not known locally/],
  ])('refuses %s that it does not know', (_, value, message) => {
    expect(() => resolve(value)).toThrow(message)
  })

  test('says where a value is that it cannot resolve', () => {
    expect(() => resolve({ list: ['a', { 'Fn::GetAtt': ['Table', 'Nothing'] }] })).toThrow(
      'Resources.Lambda.Value.list[1]: Table.Nothing is not known locally',
    )
  })

  test('makes the ARN of an alias or a version from that of its function', () => {
    const alias = { FunctionName: { Ref: 'Fn' }, Name: 'live' }
    const more = {
      Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
      Alias: { Type: 'AWS::Lambda::Alias', Properties: alias },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
    }
    const arn = 'arn:aws:lambda:ap-south-1:000000000000:function:stack-Fn'
    const version = { 'Fn::GetAtt': ['Version', 'Version'] }
    expect(resolve([{ Ref: 'Alias' }, { Ref: 'Version' }, version], more)).toEqual([
      `${arn}:live`,
      `${arn}:1`,
      '1',
    ])
  })

  test('replaces references to secrets, and refuses other dynamic references', () => {
    const Secret = { Type: 'AWS::SecretsManager::Secret', Properties: {} }
    const referTo = (service: string) => ['{{resolve:', service, ':', { Ref: 'Secret' }]
    const end = ':SecretString:::}}'
    const arn = 'arn:aws:secretsmanager:ap-south-1:000000000000:secret:stack-Secret'
    const one = [...referTo('secretsmanager'), end]
    expect(resolve({ 'Fn::Join': ['', [...one, ',', ...one]] }, { Secret })).toBe(`${arn},${arn}`)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    const Sub = '{{resolve:secretsmanager:${Secret}:SecretString:::}}'
    expect(resolve({ 'Fn::Sub': Sub }, { Secret })).toBe(arn)
    const other = { 'Fn::Join': ['', [...referTo('ssm-secure'), end]] }
    expect(() => resolve(other, { Secret })).toThrow('is not supported locally')
  })

  test('refuses a type that cannot run locally', () => {
    const Cluster = { Type: 'AWS::ECS::Cluster', Properties: {} }
    expect(() => resolve(1, { Cluster })).toThrow('Cluster: AWS::ECS::Cluster cannot run locally')
  })

  test('makes names of buckets and FIFO queues that are valid for their services', () => {
    const value = [{ Ref: 'Bucket' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }]
    expect(resolve(value, { Bucket: bucket, Queue: queue })).toEqual([
      'stack-bucket',
      'arn:aws:sqs:ap-south-1:000000000000:stack-Queue.fifo',
    ])
  })

  test('makes the URL of a queue from that of the endpoint', () => {
    const Outputs = { Url: { Value: { Ref: 'Queue' } } }
    expect(resolverOf({ Resources: { Queue: queue }, Outputs }).outputs()).toEqual({
      Url: 'http://127.0.0.1:1/000000000000/stack-Queue.fifo',
    })
  })

  test('refuses an attribute that is only known once its resource is created', () => {
    const Api = { Type: 'AWS::ApiGatewayV2::Api' }
    const Outputs = { Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } }
    const resolver = resolverOf({ Resources: { Api }, Outputs })
    expect(() => resolver.outputs()).toThrow('Outputs.Url: Api.ApiEndpoint is not known locally')
    resolver.add({ attributes: new Map([['Api', { ApiEndpoint: 'http://127.0.0.1:3' }]]) })
    expect(resolver.outputs()).toEqual({ Url: 'http://127.0.0.1:3' })
  })

  test('leaves out AWS::NoValue', () => {
    const none = { Ref: 'AWS::NoValue' }
    expect(resolve({ list: [1, none], gone: none, kept: 2 })).toEqual({ list: [1], kept: 2 })
  })

  test('keeps a physical name that the template sets', () => {
    const Named = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'orders' } }
    expect(resolve({ Ref: 'Named' }, { Named })).toBe('orders')
  })

  test('refuses a condition, except on AWS::CDK::Metadata', () => {
    const withCondition = (Type: string) => ({ Other: { Type, Condition: 'IsProd' } })
    expect(resolve(1, withCondition('AWS::CDK::Metadata'))).toBe(1)
    expect(() => resolve(1, withCondition('AWS::S3::Bucket'))).toThrow(
      'Other: the condition IsProd is not supported locally',
    )
  })

  test('replaces the URL of a distribution by its local URL, and leaves a longer domain alone', () => {
    const Url = (suffix: string) => ({
      Value: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Cdn', 'DomainName'] }, suffix]] },
    })
    const Cdn = { Type: 'AWS::CloudFront::Distribution' }
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders.
    const Sub = { Value: { 'Fn::Sub': 'https://${Cdn.DomainName}/b' } }
    const Outputs = { Whole: Url(''), Path: Url('/a'), Other: Url('2/a'), Sub }
    const resolver = resolverOf({ Resources: { Cdn }, Outputs })
    const origins = new Map([['https://stack-cdn.cloudfront.invalid', 'http://127.0.0.1:2']])
    resolver.add({ origins })
    expect(resolver.outputs()).toEqual({
      Whole: 'http://127.0.0.1:2',
      Path: 'http://127.0.0.1:2/a',
      Other: 'https://stack-cdn.cloudfront.invalid2/a',
      Sub: 'http://127.0.0.1:2/b',
    })
  })

  test('resolves some types while attributes of others are not known yet', () => {
    const Lambda = {
      Type: 'AWS::Lambda::Function',
      Properties: { Stream: { 'Fn::GetAtt': ['Table', 'StreamArn'] } },
    }
    const resolver = resolverOf({ Resources: { Lambda, Table: table } })
    expect(resolver.resources([table.Type])).toMatchObject([{ name: 'stack-Table' }])
    expect(() => resolver.resources()).toThrow('Table.StreamArn is not known locally')
  })
})

test('another template is resolved for the same created resources', () => {
  const resolver = resolverOf({ Resources: { Table: table } })
  resolver.add({
    attributes: new Map([['Table', { StreamArn: 'arn:stream' }]]),
    origins: new Map([['https://pictures.example', 'http://127.0.0.1:2']]),
  })
  const Value = { 'Fn::GetAtt': ['Table', 'StreamArn'] }
  const Lambda = { Type: 'AWS::Lambda::Function', Properties: { Value } }
  const next = resolver.with({ Resources: { Table: table, Lambda } })
  const [, resolved] = next.resources()
  expect(resolved?.properties.Value).toBe('arn:stream')
  expect(next.localUrls()).toEqual(['http://127.0.0.1:2'])
})
