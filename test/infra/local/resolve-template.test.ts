import { describe, expect, test } from 'vitest'
import { type Template, TemplateResolver } from '../../../infra/local/resolve-template.ts'

const place = { stackName: 'stack', region: 'ap-south-1', accountId: '000000000000' }
const table = { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} }

const queue = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } }
const bucket = { Type: 'AWS::S3::Bucket', Properties: {} }

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
    ['Fn::Select and Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
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

  test('knows an alias by its function, and a version too', () => {
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

  test('puts secrets in the place of references to them, and refuses other references', () => {
    const Secret = { Type: 'AWS::SecretsManager::Secret', Properties: {} }
    const referTo = (service: string) => ['{{resolve:', service, ':', { Ref: 'Secret' }]
    const end = ':SecretString:::}}'
    const arn = 'arn:aws:secretsmanager:ap-south-1:000000000000:secret:stack-Secret'
    const one = [...referTo('secretsmanager'), end]
    expect(resolve({ 'Fn::Join': ['', [...one, ',', ...one]] }, { Secret })).toBe(`${arn},${arn}`)
    const other = { 'Fn::Join': ['', [...referTo('ssm-secure'), end]] }
    expect(() => resolve(other, { Secret })).toThrow('is not understood locally')
  })

  test('refuses a type that cannot run locally', () => {
    const Cluster = { Type: 'AWS::ECS::Cluster', Properties: {} }
    expect(() => resolve(1, { Cluster })).toThrow('Cluster: AWS::ECS::Cluster cannot run locally')
  })

  test('names buckets and FIFO queues as their services want them', () => {
    const value = [{ Ref: 'Bucket' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }]
    expect(resolve(value, { Bucket: bucket, Queue: queue })).toEqual([
      'stack-bucket',
      'arn:aws:sqs:ap-south-1:000000000000:stack-Queue.fifo',
    ])
  })

  test('puts a queue where AWS is, and refuses to say before that is known', () => {
    const resolver = (awsEndpointUrl?: string) =>
      new TemplateResolver(
        { Resources: { Queue: queue }, Outputs: { Url: { Value: { Ref: 'Queue' } } } },
        { ...place, awsEndpointUrl },
      )
    expect(resolver('http://127.0.0.1:1').outputs()).toEqual({
      Url: 'http://127.0.0.1:1/000000000000/stack-Queue.fifo',
    })
    expect(() => resolver().outputs()).toThrow('Queue.Ref is not known locally')
  })

  test('turns the URL of a distribution into that of its stand-in, and only that', () => {
    const Url = (suffix: string) => ({
      Value: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Cdn', 'DomainName'] }, suffix]] },
    })
    const localOrigins = new Map([['https://stack-cdn.cloudfront.invalid', 'http://127.0.0.1:2']])
    const Cdn = { Type: 'AWS::CloudFront::Distribution' }
    const Outputs = { Whole: Url(''), Path: Url('/a'), Other: Url('2/a') }
    const resolver = new TemplateResolver(
      { Resources: { Cdn }, Outputs },
      { ...place, localOrigins },
    )
    expect(resolver.outputs()).toEqual({
      Whole: 'http://127.0.0.1:2',
      Path: 'http://127.0.0.1:2/a',
      Other: 'https://stack-cdn.cloudfront.invalid2/a',
    })
  })

  test('resolves some types alone while the rest is not known yet', () => {
    const Lambda = {
      Type: 'AWS::Lambda::Function',
      Properties: { Stream: { 'Fn::GetAtt': ['Table', 'StreamArn'] } },
    }
    const resolver = new TemplateResolver({ Resources: { Lambda, Table: table } }, place)
    expect(resolver.resources([table.Type])).toMatchObject([{ name: 'stack-Table' }])
    expect(() => resolver.resources()).toThrow('Table.StreamArn is not known locally')
  })
})
