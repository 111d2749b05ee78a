import { describe, expect, it } from 'vitest'
import { toCondition, toUpdate } from '../../../shared/aws/expressions.ts'

const isOpen = {
  condition: '#open = :yes',
  names: { '#open': 'open' },
  values: { ':yes': true },
}

describe('toUpdate', () => {
  it('sets values, removes nulls and ignores undefined', () => {
    const changes = { name: 'A', year: 0, picture: null, major: undefined, phone: null }
    expect(toUpdate(changes, isOpen)).toEqual({
      UpdateExpression: 'SET #name = :name, #year = :year REMOVE #picture, #phone',
      ConditionExpression: '(#open = :yes)',
      ExpressionAttributeNames: {
        '#name': 'name',
        '#year': 'year',
        '#picture': 'picture',
        '#phone': 'phone',
        '#open': 'open',
      },
      ExpressionAttributeValues: { ':name': 'A', ':year': 0, ':yes': true },
    })
  })

  it('has no SET without values and no REMOVE without nulls', () => {
    expect(toUpdate({ picture: null }, isOpen).UpdateExpression).toBe('REMOVE #picture')
    expect(toUpdate({ name: 'A' }, isOpen).UpdateExpression).toBe('SET #name = :name')
  })

  it('joins conditions with AND', () => {
    const also = { condition: 'a = b OR c = d' }
    const { ConditionExpression } = toUpdate({ name: 'A' }, isOpen, also)
    expect(ConditionExpression).toBe('(#open = :yes) AND (a = b OR c = d)')
  })

  it('makes the assignments of conditions as well', () => {
    const use = { ...isOpen, assignments: 'a.#open = :yes' }
    expect(toUpdate({ name: 'A', phone: null }, use).UpdateExpression).toBe(
      'SET #name = :name, a.#open = :yes REMOVE #phone',
    )
    expect(toUpdate({}, use).UpdateExpression).toBe('SET a.#open = :yes')
  })

  it('does not share names and values between updates', () => {
    const first = toUpdate({ name: 'A' }, isOpen)
    const second = toUpdate({ name: 'B', year: 2 }, isOpen)
    expect(first.ExpressionAttributeValues).toEqual({ ':name': 'A', ':yes': true })
    expect(second.ExpressionAttributeValues).toEqual({ ':name': 'B', ':year': 2, ':yes': true })
  })
})

describe('toCondition', () => {
  it('joins conditions with AND, and their names and values', () => {
    const also = { condition: 'a = :a OR b = :a', values: { ':a': 1 } }
    expect(toCondition(isOpen, also)).toEqual({
      ConditionExpression: '(#open = :yes) AND (a = :a OR b = :a)',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':yes': true, ':a': 1 },
    })
  })

  it('has no empty names or values, which DynamoDB refuses', () => {
    const { ExpressionAttributeNames, ExpressionAttributeValues } = toCondition({
      condition: 'attribute_exists(pk)',
    })
    expect(ExpressionAttributeNames).toBeUndefined()
    expect(ExpressionAttributeValues).toBeUndefined()
  })
})
