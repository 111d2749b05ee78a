import { describe, expect, test } from 'vitest'
import { checkPolicy } from '../../../../infra/local/policies/check-policy.ts'
import { evaluate } from '../../../../infra/local/policies/evaluate.ts'
import type { Condition, Statement } from '../../../../infra/local/policies/policy.ts'

const users = 'arn:aws:dynamodb:ap-south-1:000000000000:table/Users'
const topic = 'arn:aws:sns:ap-south-1:000000000000:alarms'
const allowGet: Statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: users }

type Context = Record<string, string>

function decide(
  statements: Statement[],
  action = 'dynamodb:GetItem',
  resource = users,
  context: Context = {},
) {
  const policies = statements.map((statement) => checkPolicy({ Statement: [statement] }))
  return evaluate(policies, { action, resource, context })
}

describe('a call', () => {
  test('is denied without a policy', () => {
    expect(decide([])).toEqual({ allowed: false, reason: 'no statement allows it' })
  })

  test('is allowed by a statement that names it; the decision contains the statement', () => {
    expect(decide([allowGet])).toEqual({ allowed: true, reason: 'allowed', statement: allowGet })
  })

  test.each(['before', 'after'])('is denied by a Deny %s the Allow', (place) => {
    const deny: Statement = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }
    const statements = place === 'before' ? [deny, allowGet] : [allowGet, deny]
    expect(decide(statements)).toEqual({
      allowed: false,
      reason: 'explicit deny',
      statement: deny,
    })
  })

  test('is not denied by a Deny for another resource', () => {
    const deny: Statement = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' }
    expect(decide([allowGet, deny]).allowed).toBe(true)
  })

  // AWS's table of how Allow and Deny combine: a Deny wins wherever it is, and without an Allow the call is denied.
  const deny: Statement = { ...allowGet, Effect: 'Deny' }
  test.each<[string, Statement[][], boolean]>([
    ['no policies', [], false],
    ['policies about something else', [[{ ...allowGet, Action: 's3:*' }]], false],
    ['a Deny alone', [[deny]], false],
    ['an Allow in one policy of two', [[{ ...allowGet, Action: 's3:*' }], [allowGet]], true],
    ['an Allow and a Deny in one policy', [[allowGet, deny]], false],
    ['a Deny in a policy before the Allow', [[deny], [allowGet]], false],
    ['a Deny in a policy after the Allow', [[allowGet], [deny]], false],
    ['a Deny of another resource', [[allowGet], [{ ...deny, Resource: topic }]], true],
    [
      'a Deny of all but another resource',
      [[allowGet], [{ Effect: 'Deny', Action: '*', NotResource: topic }]],
      false,
    ],
    [
      'a Deny of all but this resource',
      [[allowGet], [{ Effect: 'Deny', Action: '*', NotResource: [topic, users] }]],
      true,
    ],
  ])('is decided: %s', (_, policies, allowed) => {
    const documents = policies.map((Statement) => checkPolicy({ Statement }))
    const request = { action: 'dynamodb:GetItem', resource: users, context: {} }
    expect(evaluate(documents, request).allowed).toBe(allowed)
  })

  test('is allowed by a policy with one statement instead of a list', () => {
    const policy = checkPolicy({ Version: '2012-10-17', Statement: allowGet })
    const request = { action: 'dynamodb:GetItem', resource: users, context: {} }
    expect(evaluate([policy], request).allowed).toBe(true)
  })
})

describe('an action pattern', () => {
  test.each([
    ['*', true],
    ['dynamodb:*', true],
    ['dynamodb:Get*', true],
    ['DynamoDB:getitem', true],
    ['dynamodb:GetIte?', true],
    ['dynamodb:Get', false],
    ['dynamodb:PutItem', false],
    ['s3:*', false],
    ['dynamodb:Get?', false],
    ['dynamodb:*Item', true],
    ['dynamodb:GetItem*', true],
    ['DYNAMODB:?ET*', true],
  ])('%s covers dynamodb:GetItem: %s', (Action, allowed) => {
    expect(decide([{ Effect: 'Allow', Action, Resource: '*' }]).allowed).toBe(allowed)
  })

  test('can be in a list', () => {
    const Action = ['dynamodb:PutItem', 'dynamodb:GetItem']
    expect(decide([{ Effect: 'Allow', Action, Resource: '*' }]).allowed).toBe(true)
  })
})

describe('a resource pattern', () => {
  test.each([
    ['*', true],
    [users, true],
    [`${users}*`, true],
    ['arn:aws:dynamodb:*:*:table/Users', true],
    ['arn:aws:dynamodb:*', true],
    [users.toLowerCase(), false],
    [`${users}/index/*`, false],
    ['arn:aws:dynamodb:*:*:table/Use?', false],
    ['arn:aws:dynamodb:*:*:table/User?', true],
    ['arn:aws:dynamodb:*:*:table/*s', true],
    ['arn:aws:dynamodb:ap-south-1:*', true],
    ['arn:aws:dynamodb:ap-*-1:000000000000:table/Users', true],
    ['arn:aws:dynamodb:us-*:*:table/Users', false],
    ['arn:aws-cn:dynamodb:*:*:table/Users', false],
    // Only a star at the end of its segment matches a colon.
    ['arn:aws:dynamodb:a*1:*:table/Users', true],
    ['arn:aws:dynamodb:a*0:table/Users*', false],
  ])('%s covers the table: %s', (Resource, allowed) => {
    expect(decide([{ ...allowGet, Resource }]).allowed).toBe(allowed)
  })

  test('can be in a list', () => {
    expect(decide([{ ...allowGet, Resource: [topic, users] }]).allowed).toBe(true)
  })

  test.each([
    ['*', true],
    [topic, false],
  ])('in NotResource: all but topics covers %s: %s', (resource, allowed) => {
    const NotResource = 'arn:*:sns:*:*:*'
    const statement: Statement = { Effect: 'Allow', Action: 'sns:Publish', NotResource }
    expect(decide([statement], 'sns:Publish', resource).allowed).toBe(allowed)
  })
})

describe('a condition', () => {
  const key = 'dynamodb:EnclosingOperation'

  function holds(condition: Condition, context: Context) {
    return decide([{ ...allowGet, Condition: condition }], undefined, undefined, context).allowed
  }

  test.each<[string, string | string[], string | undefined, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['b', 'a'], 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'a', undefined, false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringNotEqualsIfExists', 'a', undefined, true],
    ['StringNotEqualsIfExists', 'a', 'a', false],
    ['StringLike', 'Transact*', 'TransactGetItems', true],
    ['StringLike', 'Transact?', 'TransactGetItems', false],
    ['ArnLike', 'arn:aws:sns:*:*:al*', topic, true],
    ['ArnLike', 'arn:aws:sns:*:al*', topic, false],
    ['ArnEquals', topic, topic, true],
    ['ArnEquals', 'arn:aws:sns:*:*:alarms', topic, true],
    ['Bool', 'true', 'true', true],
    ['Bool', 'TRUE', 'true', true],
    ['Bool', 'false', 'true', false],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'false', undefined, true],
    ['StringLike', 'a*', 'A', false],
    ['StringLike', '*', undefined, false],
    ['ArnLike', 'arn:aws:sns:*', topic, false],
    ['ArnLikeIfExists', topic, undefined, true],
    ['ForAnyValue:StringEquals', ['a', 'b'], 'b', true],
    ['ForAnyValue:StringEquals', ['a', 'b'], 'c', false],
    ['ForAnyValue:StringEquals', 'a', undefined, false],
    ['ForAnyValue:StringNotEquals', 'a', 'b', true],
    ['ForAnyValue:StringNotEquals', 'a', 'a', false],
    ['ForAnyValue:StringNotEquals', 'a', undefined, false],
  ])('%s %j of %j is %s', (operator, expected, actual, result) => {
    const context: Context = actual === undefined ? {} : { [key]: actual }
    expect(holds({ [operator]: { [key]: expected } }, context)).toBe(result)
  })

  test('compares a boolean as text', () => {
    const condition = { Bool: { 'aws:SecureTransport': true } }
    expect(holds(condition, { 'aws:SecureTransport': 'true' })).toBe(true)
  })

  test('ignores case in its key', () => {
    const condition = { StringEquals: { 'DYNAMODB:enclosingoperation': 'a' } }
    expect(holds(condition, { [key]: 'a' })).toBe(true)
  })

  test('holds only when all operators and keys hold', () => {
    const both: Condition = { StringEquals: { a: '1', b: '2' }, StringLike: { c: '3*' } }
    expect(holds(both, { a: '1', b: '2', c: '34' })).toBe(true)
    expect(holds(both, { a: '1', b: '0', c: '34' })).toBe(false)
    expect(holds(both, { a: '1', b: '2', c: '0' })).toBe(false)
  })

  test('limits a Deny like an Allow', () => {
    const deny: Statement = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }
    const overTls = { 'aws:SecureTransport': 'true' }
    const plain = { 'aws:SecureTransport': 'false' }
    expect(decide([allowGet, deny], undefined, undefined, overTls).allowed).toBe(true)
    expect(decide([allowGet, deny], undefined, undefined, plain).reason).toBe('explicit deny')
  })
})
