import { describe, expect, test } from 'vitest'
import { findLosses } from '../../../../infra/release/find-losses.ts'
import type { Template } from '../../../../infra/release/released-template.ts'
import { requireValidStage } from '../../../../infra/stages/check-stage.ts'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { testValues } from '../../../support/own-values.ts'
import { synthesizeStage } from '../../../support/synthesize-stage.ts'

// biome-ignore lint/suspicious/noExplicitAny: a resource of a template can have any shape.
type Resource = any

const NAME = 'user-api-prod-users-20261122T100000Z'
const OWN = 'TablesUsersTable160FE13D'
const jsonOf = async (values?: object) =>
  (await synthesizeStage('prod', values)).template.toJSON() as Template
const before = await jsonOf()
const after = await jsonOf({ restoredTables: { users: NAME } })
const resourcesOf = ({ Resources }: Template) => Object.entries(Resources) as [string, Resource][]
const tablesOf = (template: Template) =>
  resourcesOf(template).filter(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable')
const [id = '', restored] =
  tablesOf(after).find(([, { Properties }]) => Properties.TableName === NAME) ?? []

describe('a stage that has a restored table', () => {
  test('has it as another resource, because a new name replaces a table by an empty one', () => {
    expect(after.Resources[OWN]).toBeUndefined()
    expect(id).toMatch(/^TablesUsersTableuserapiprodusers20261122T100000Z[0-9A-F]{8}$/)
    expect(tablesOf(after)).toHaveLength(4)
  })

  test('can import it: its name is not a reference, and it is retained', () => {
    expect(restored).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
    expect((before.Resources[OWN] as Resource).DeletionPolicy).toBe('RetainExceptOnCreate')
  })

  test('configures it as the table that it replaces', () => {
    const own = before.Resources[OWN] as Resource
    expect(restored.Properties).toEqual({ ...own.Properties, TableName: NAME })
  })

  test('lets every function use it, and the stream of no other table', () => {
    const text = JSON.stringify(resourcesOf(after))
    expect(text).not.toContain(OWN)
    const mapping = resourcesOf(after).find(
      ([, { Properties }]) => Properties?.EventSourceArn?.['Fn::GetAtt']?.[1] === 'StreamArn',
    )
    expect(mapping?.[1].Properties.EventSourceArn['Fn::GetAtt'][0]).toBe(id)
    const users = resourcesOf(after).filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::Lambda::Function' && JSON.stringify(Properties).includes(id),
    )
    expect(users.length).toBeGreaterThan(10)
  })

  test.each(['a', 'has space', '', `${NAME}-2`, NAME.replace('users', 'reports')])(
    'is refused with the name %j',
    (users) => {
      const stage = { ...stageNamed('prod', testValues), restoredTables: { users } }
      expect(() => requireValidStage(stage)).toThrow('restoredTables.users')
    },
  )

  test('has it from its own values', () => {
    const own = { ...testValues, restoredTables: { users: NAME } }
    expect(stageNamed('prod', own)).toMatchObject({ restoredTables: { users: NAME }, missing: [] })
  })
})

describe('the check against the released template', () => {
  const changed = (change: (restored: Resource) => void): Template => {
    const template = structuredClone(after)
    change(template.Resources[id])
    return template
  }

  test('finds no loss when a restored table takes the place of the old one', () => {
    expect(findLosses(before, after)).toEqual([])
  })

  test('finds no loss when it is restored a second time', async () => {
    const again = await jsonOf({ restoredTables: { users: NAME.replace('2026', '2027') } })
    expect(findLosses(after, again)).toEqual([])
  })

  test('finds what the restored table lacks', () => {
    const next = changed(({ Properties }) => {
      Properties.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false
    })
    expect(findLosses(before, next)).toMatchObject([
      { logicalId: OWN, effect: 'would lose its point-in-time recovery' },
    ])
  })

  test.each<[string, (restored: Resource) => void]>([
    ['a new, empty table', ({ Properties }) => delete Properties.TableName],
    ['another table', (table) => Object.assign(table.Metadata, { table: 'reports' })],
  ])('finds the loss when %s takes the place', (_, change) => {
    expect(findLosses(before, changed(change))).toMatchObject([
      { logicalId: OWN, effect: 'would be removed from the stack and left behind' },
    ])
  })

  test('finds the loss when the stack would have its own, empty table again', () => {
    expect(findLosses(after, before)).toMatchObject([{ logicalId: id }])
  })
})
