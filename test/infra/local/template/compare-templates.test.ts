import { describe, expect, test } from 'vitest'
import {
  type RestartNeededError,
  requireSameResources,
} from '../../../../infra/local/template/compare-templates.ts'

const Table = { Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: ['id'] } }
const Code = { Type: 'AWS::Lambda::Function', Properties: { Timeout: 3 } }
const updatable = new Set(['AWS::Lambda::Function'])

function changesBetween(before: object, after: object): readonly string[] {
  try {
    requireSameResources({ Resources: before } as never, { Resources: after } as never, updatable)
    return []
  } catch (error) {
    return (error as RestartNeededError).changes
  }
}

describe('an update may', () => {
  test('add, change and remove resources of the updatable types', () => {
    const changed = { ...Code, Properties: { Timeout: 4 } }
    const before = { Table, Changed: Code, Removed: Code }
    expect(changesBetween(before, { Table, Changed: changed, New: Code })).toEqual([])
  })

  test('not add, change or remove another resource, and names each', () => {
    const changed = { ...Table, Properties: { KeySchema: ['other'] } }
    expect(
      changesBetween({ Changed: Table, Removed: Table }, { Changed: changed, New: Table }),
    ).toEqual([
      'Changed (AWS::DynamoDB::Table) has changed',
      'Removed (AWS::DynamoDB::Table) was removed',
      'New (AWS::DynamoDB::Table) is new',
    ])
  })

  test('not replace a table by a function of the same name', () => {
    const sameProperties = { ...Table, Type: Code.Type }
    expect(changesBetween({ One: Table }, { One: sameProperties })).toEqual([
      'One (AWS::Lambda::Function) has changed',
    ])
  })
})
