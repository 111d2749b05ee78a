import { expect, test } from 'vitest'
import { checkPolicy } from '../../../../infra/local/policies/check-policy.ts'
import { UnsupportedPolicyError } from '../../../../infra/local/policies/policy.ts'

/** A policy variable, which IAM replaces by the caller's name. */
const variable = '$'.concat('{aws:username}')
const statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }

function refusalOf(policy: unknown): unknown {
  try {
    return checkPolicy(policy)
  } catch (error) {
    return error
  }
}

test('returns a supported policy unchanged', () => {
  const policy = {
    Version: '2012-10-17',
    Id: 'own',
    Statement: [
      { ...statement, Sid: 'Read', Condition: { Bool: { 'aws:SecureTransport': true } } },
      {
        Effect: 'Deny',
        Action: ['sns:Publish', 's3:Get?bject*'],
        NotResource: ['arn:*:sns:*:*:*', 'arn:aws:s3:*'],
      },
    ],
  }
  expect(checkPolicy(policy)).toBe(policy)
})

test.each<[string, object, string]>([
  ['an unknown key', { Resources: '*' }, 'Statement[0]: the key Resources is unknown'],
  ['a Principal', { Principal: '*' }, 'Statement[0]: Principal belongs in a resource policy'],
  ['a NotPrincipal', { NotPrincipal: {} }, 'Statement[0]: NotPrincipal belongs in a resource'],
  ['no Effect', { Effect: undefined }, 'Statement[0]: the Effect undefined is neither'],
  ['an unknown Effect', { Effect: 'allow' }, 'the Effect "allow" is neither Allow nor Deny'],
  ['no Action', { Action: undefined }, 'Statement[0].Action: undefined is not a string'],
  ['NotAction', { NotAction: 's3:*' }, 'Statement[0]: NotAction is not supported: name the'],
  ['an empty list', { Action: [] }, 'Statement[0].Action: the list is empty'],
  ['an action without service', { Action: ['s3:*', 'Get'] }, 'Action[1]: Get is not service:'],
  ['a wildcard for the service', { Action: '*:GetItem' }, '*:GetItem is not service:Operation'],
  ['part of a service', { Action: 's*:GetObject' }, 's*:GetObject is not service:Operation'],
  ['an action without operation', { Action: 's3:' }, 's3: is not service:Operation'],
  ['no Resource', { Resource: undefined }, 'it needs either Resource or NotResource'],
  ['Resource and NotResource', { NotResource: '*' }, 'it needs either Resource or NotResource'],
  [
    'an unresolved Resource',
    { Resource: { 'Fn::GetAtt': ['Users', 'Arn'] } },
    'Statement[0].Resource: {"Fn::GetAtt":["Users","Arn"]} is not a string: resolve it first',
  ],
  ['an unresolved entry', { Resource: ['*', { Ref: 'A' }] }, 'Resource[1]: {"Ref":"A"} is not a'],
  ['a name for an ARN', { Resource: 'Users' }, 'Users is neither * nor a full ARN'],
  ['a short ARN', { Resource: 'arn:aws:sqs' }, 'arn:aws:sqs is neither * nor a full ARN'],
  ['half an ARN', { Resource: 'arn:aws:sqs:ap-south-1' }, 'is neither * nor a full ARN'],
  ['an ARN of any service', { Resource: 'arn:aws:*:*:*:x' }, 'arn:aws:*:*:*:x names no service'],
  ['an ARN of part of a service', { Resource: 'arn:aws:s*' }, 'arn:aws:s* names no service'],
  ['an ARN without service', { Resource: 'arn:*' }, 'arn:* names no service'],
  [
    'a policy variable',
    { Resource: `arn:aws:s3:::own/${variable}` },
    `the policy variable in arn:aws:s3:::own/${variable} is not supported`,
  ],
  [
    'a variable in a condition',
    { Condition: { StringEquals: { 'aws:userid': variable } } },
    'Statement[0].Condition.StringEquals.aws:userid: the policy variable in',
  ],
  [
    'a variable in NotResource',
    { Resource: undefined, NotResource: ['*', `arn:aws:s3:::own/${variable}`] },
    'Statement[0].NotResource[1]: the policy variable in',
  ],
  [
    'a variable in an Action',
    { Action: `s3:${variable}` },
    'Statement[0].Action: the policy variable in',
  ],
  ...[
    ...['IpAddress', 'NotIpAddress', 'NumericLessThan', 'DateGreaterThan', 'BinaryEquals', 'Null'],
    ...['StringNotLike', 'StringEqualsIgnoreCase', 'ArnNotLike', 'ArnNotEquals', 'stringequals'],
    ...['ForAllValues:StringLike', 'ForAllValues:StringEquals', 'ForSome:Bool', 'IfExists'],
  ].map((operator): [string, object, string] => [
    `the operator ${operator}`,
    { Condition: { [operator]: { 'aws:SourceIp': 'x' } } },
    `Statement[0].Condition: the condition operator ${operator} is unknown`,
  ]),
  [
    'an ambiguous operator',
    { Condition: { 'ForAnyValue:StringLikeIfExists': {} } },
    'ForAnyValue:StringLikeIfExists is ambiguous',
  ],
  [
    'a Bool that is neither true nor false',
    { Condition: { BoolIfExists: { 'aws:SecureTransport': ['true', 'yes'] } } },
    'BoolIfExists.aws:SecureTransport[1]: yes is neither true nor false',
  ],
  ['a bare condition', { Condition: 'x' }, 'Statement[0].Condition: "x" is not an object'],
  ['an operator with no key', { Condition: { Bool: {} } }, 'Condition.Bool: it names no key'],
  [
    'an operator with a text instead of keys',
    { Condition: { Bool: 'x' } },
    'Condition.Bool: "x" is not an',
  ],
  [
    'an unresolved condition value',
    { Condition: { StringEquals: { k: { Ref: 'A' } } } },
    'Condition.StringEquals.k: {"Ref":"A"} is not a string: resolve it first',
  ],
])('refuses a statement with %s, naming the place', (_, change, message) => {
  const refusal = refusalOf({ Statement: [{ ...statement, ...change }] })
  expect(refusal).toBeInstanceOf(UnsupportedPolicyError)
  expect((refusal as Error).message).toContain(message)
})

test.each<[string, unknown, string]>([
  ['that is not an object', 'x', 'the policy: "x" is not an object'],
  ['without statements', {}, 'Statement: undefined is not an object'],
  ['with no statement', { Statement: [] }, 'Statement: the list is empty'],
  ['of an unknown version', { Version: '2030-01-01', Statement: statement }, 'the Version "2030'],
  ['with an unknown key', { Statement: statement, Name: 'x' }, 'the key Name is unknown'],
])('refuses a policy %s', (_, policy, message) => {
  const refusal = refusalOf(policy)
  expect(refusal).toBeInstanceOf(UnsupportedPolicyError)
  expect((refusal as Error).message).toContain(message)
})
