import { describe, expect, test } from 'vitest'
import { describeFunctions } from '../../../../../../infra/local/services/lambda/functions/describe-functions.ts'

const place = {
  region: 'ap-south-1',
  endpointUrl: 'http://127.0.0.1:1',
  assets: new Map([['code.zip', '/assets/code']]),
}
const policyOf = (Action: string) => ({
  Statement: { Effect: 'Allow', Action, Resource: '*' },
})

function resource(type: string, name: string, properties: object) {
  return { logicalId: name, name, type, properties }
}

const worker = resource('AWS::Lambda::Function', 'Worker', {
  Role: 'arn:aws:iam::000000000000:role/Role',
  Code: { S3Key: 'code.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  MemorySize: 512,
  Timeout: 25,
})
const role = resource('AWS::IAM::Role', 'Role', {
  Policies: [{ PolicyDocument: policyOf('logs:PutLogEvents') }],
})
const attachedTo = (...roles: string[]) =>
  resource('AWS::IAM::Policy', 'Attached', {
    Roles: roles,
    PolicyDocument: policyOf('sqs:ReceiveMessage'),
  })

function actionsOf(...resources: ReturnType<typeof resource>[]) {
  const [described] = describeFunctions(resources, place)
  return described?.policies.flatMap(({ Statement }) =>
    [Statement].flat().map((one) => 'Action' in one && one.Action),
  )
}

test('a function has the policies of its role, and those attached to it', () => {
  const other = resource('AWS::IAM::Role', 'Other', {})
  expect(actionsOf(worker, attachedTo('Role'), role)).toEqual([
    'logs:PutLogEvents',
    'sqs:ReceiveMessage',
  ])
  expect(actionsOf(worker, role, other, attachedTo('Other'))).toEqual(['logs:PutLogEvents'])
})

test('policies of buckets and queues are not a function’s', () => {
  const statement = { Effect: 'Allow', Action: 's3:*', Principal: '*', Resource: '*' }
  const bucket = resource('AWS::S3::BucketPolicy', 'Policy', {
    PolicyDocument: { Statement: [statement] },
  })
  expect(actionsOf(worker, role, bucket)).toEqual(['logs:PutLogEvents'])
})

test('refuses a policy of a missing role', () => {
  expect(() => actionsOf(worker, role, attachedTo('Nobody'))).toThrow(
    'Attached: its role Nobody is not in the template',
  )
})

describe('a function that cannot run locally is refused', () => {
  const withProperties = (properties: object) => ({
    ...worker,
    properties: { ...worker.properties, ...properties },
  })

  test.each([
    ['another runtime', { Runtime: 'python3.13' }, 'only Node.js runs locally, not "python3.13"'],
    ['a network', { VpcConfig: {} }, 'VpcConfig is not supported locally'],
    ['a layer', { Layers: ['arn'] }, 'layers are not supported locally'],
    ['inline code', { Code: { ZipFile: '' } }, 'its code is not a folder among'],
    ['a role of another stack', { Role: 'arn:aws:iam::1:role/Other' }, 'its role is not in the'],
  ])('for %s', (_, properties, message) => {
    expect(() => actionsOf(withProperties(properties), role)).toThrow(`Worker: ${message}`)
  })

  test('for a managed policy whose content is not known', () => {
    const managed = (name: string) =>
      resource('AWS::IAM::Role', 'Role', { ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] })
    expect(actionsOf(worker, managed('service-role/AWSLambdaBasicExecutionRole'))).toEqual([])
    expect(() => actionsOf(worker, managed('AmazonDynamoDBFullAccess'))).toThrow(
      'Role: the managed policy arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess is not supported',
    )
  })
})

test('memory and time have Lambda’s defaults', () => {
  const { MemorySize: _, Timeout: __, ...properties } = worker.properties as Record<string, unknown>
  const [described] = describeFunctions([{ ...worker, properties }, role], place)
  expect(described).toMatchObject({ memoryMb: 128, timeoutMs: 3000 })
})
