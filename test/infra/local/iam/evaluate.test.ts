import { describe, expect, test } from 'vitest'
import { checkPolicy } from '../../../../infra/local/iam/check-policy.ts'
import { evaluate } from '../../../../infra/local/iam/evaluate.ts'
import type { Condition, Statement } from '../../../../infra/local/iam/policy.ts'

const users = 'arn:aws:dynamodb:ap-south-1:000000000000:table/Users'
const topic = 'arn:aws:sns:ap-south-1:000000000000:alarms'
const allowGet: Statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: users }

type Context = Record<string, string | string[]>

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
  test('is denied without any policy', () => {
    expect(decide([])).toEqual({ allowed: false, reason: 'no statement allows it' })
  })

  test('is allowed by a statement that names it, which the decision carries', () => {
    expect(decide([allowGet])).toEqual({ allowed: true, reason: 'allowed', statement: allowGet })
  })

  test.each(['before', 'after'])('is denied by a Deny that stands %s the Allow', (place) => {
    const deny: Statement = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }
    const statements = place === 'before' ? [deny, allowGet] : [allowGet, deny]
    expect(decide(statements)).toEqual({
      allowed: false,
      reason: 'explicit deny',
      statement: deny,
    })
  })

  test('is not denied by a Deny about something else', () => {
    const deny: Statement = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' }
    expect(decide([allowGet, deny]).allowed).toBe(true)
  })

  test('is allowed by a policy whose statement stands alone instead of in a list', () => {
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
  ])('%s covers dynamodb:GetItem: %s', (Action, allowed) => {
    expect(decide([{ Effect: 'Allow', Action, Resource: '*' }]).allowed).toBe(allowed)
  })

  test('may stand in a list', () => {
    const Action = ['dynamodb:PutItem', 'dynamodb:GetItem']
    expect(decide([{ Effect: 'Allow', Action, Resource: '*' }]).allowed).toBe(true)
  })

  test.each([
    [['dynamodb:Put*', 's3:*'], true],
    [['dynamodb:Get*'], false],
  ])('as NotAction %j leaves dynamodb:GetItem covered: %s', (NotAction, allowed) => {
    expect(decide([{ Effect: 'Allow', NotAction, Resource: '*' }]).allowed).toBe(allowed)
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
  ])('%s covers the table: %s', (Resource, allowed) => {
    expect(decide([{ ...allowGet, Resource }]).allowed).toBe(allowed)
  })

  test('may stand in a list', () => {
    expect(decide([{ ...allowGet, Resource: [topic, users] }]).allowed).toBe(true)
  })

  test.each([
    ['*', true],
    [topic, false],
  ])('as NotResource over all topics leaves %s covered: %s', (resource, allowed) => {
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

  test.each<[string, string | string[], string | string[] | undefined, boolean]>([
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
    ['StringNotEquals', 'a', ['b', 'a'], false],
    ['StringLike', 'Transact*', 'TransactGetItems', true],
    ['StringLike', 'Transact?', 'TransactGetItems', false],
    ['ArnLike', 'arn:aws:sns:*:*:al*', topic, true],
    ['ArnLike', 'arn:aws:sns:*:al*', topic, false],
    ['ArnEquals', topic, topic, true],
    ['ArnEquals', 'arn:aws:sns:*:*:alarms', topic, true],
    ['Bool', 'true', 'true', true],
    ['Bool', 'TRUE', 'true', true],
    ['Bool', 'false', 'true', false],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'b'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'y'], false],
    ['ForAnyValue:StringEquals', 'a', 'a', true],
    ['ForAnyValue:StringEquals', 'a', undefined, false],
    ['ForAnyValue:StringLike', 'a*', ['x', 'ab'], true],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], true],
    ['ForAnyValue:StringNotEquals', 'a', undefined, false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'x'], false],
    ['ForAllValues:StringEquals', 'a', undefined, true],
    ['ForAllValues:StringEquals', 'a', [], true],
    ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], true],
    ['ForAllValues:StringNotEquals', 'a', ['b', 'c'], true],
    ['ForAllValues:StringNotEquals', 'a', ['b', 'a'], false],
    ['ForAllValues:StringEqualsIfExists', 'a', undefined, true],
  ])('%s %j of %j is %s', (operator, expected, actual, result) => {
    const context: Context = actual === undefined ? {} : { [key]: actual }
    expect(holds({ [operator]: { [key]: expected } }, context)).toBe(result)
  })

  test('compares an unquoted boolean as text', () => {
    const condition = { Bool: { 'aws:SecureTransport': true } }
    expect(holds(condition, { 'aws:SecureTransport': 'true' })).toBe(true)
  })

  test('finds its key in any spelling', () => {
    const condition = { StringEquals: { 'DYNAMODB:enclosingoperation': 'a' } }
    expect(holds(condition, { [key]: 'a' })).toBe(true)
  })

  test('holds only when every operator and every key holds', () => {
    const both: Condition = { StringEquals: { a: '1', b: '2' }, StringLike: { c: '3*' } }
    expect(holds(both, { a: '1', b: '2', c: '34' })).toBe(true)
    expect(holds(both, { a: '1', b: '0', c: '34' })).toBe(false)
    expect(holds(both, { a: '1', b: '2', c: '0' })).toBe(false)
  })

  test('limits a Deny as it limits an Allow', () => {
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
