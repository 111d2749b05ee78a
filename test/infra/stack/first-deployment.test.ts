import type { App } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { appOf } from '../../support/synthesize-stage.ts'

// CloudFormation can undo a first deployment only if it may delete the resources that the deployment created.

const TABLE = 'AWS::DynamoDB::GlobalTable'
// Properties that give a resource a fixed name. An account can have only one resource with that name.
const NAMES = ['BucketName', 'LogGroupName', 'Name', 'QueueName', 'SecretName', 'TableName']

function synthesize(app: App) {
  const stack = app.synth().getStackArtifact('UserApi')
  return { stack, template: Template.fromJSON(stack.template) }
}

const protectedTables = (isOn: boolean) => ({
  Replicas: [Match.objectLike({ DeletionProtectionEnabled: isOn })],
})

describe('the first deployment of prod', () => {
  test('is not protected from deletion with -c protected=false', async () => {
    const { stack, template } = synthesize(await appOf('prod', {}, { protected: 'false' }))
    expect(stack.terminationProtection).toBe(false)
    template.allResourcesProperties(TABLE, protectedTables(false))
    template.allResources(TABLE, { DeletionPolicy: 'RetainExceptOnCreate' })
  })

  test('is followed by one that protects the same resources', async () => {
    const first = synthesize(await appOf('prod', {}, { protected: 'false' })).template.toJSON()
    const { stack, template } = synthesize(await appOf('prod'))
    expect(stack.terminationProtection).toBe(true)
    template.allResourcesProperties(TABLE, protectedTables(true))
    expect(Object.keys(template.toJSON().Resources)).toEqual(Object.keys(first.Resources))
  })

  // `cdk destroy --all` begins with the alarms from outside: they must refuse before anything is deleted.
  test.each([
    ['false', false],
    ['true', true],
  ])('protects all three stacks alike with -c protected=%s', async (given, expected) => {
    const { stacks } = (await appOf('prod', {}, { protected: given })).synth()
    const found = stacks.map(({ id, terminationProtection }) => [id, terminationProtection])
    expect(Object.fromEntries(found)).toEqual({
      Firewall: expected,
      UserApi: expected,
      Outside: expected,
    })
  })

  test('leaves nothing whose fixed name would block the next one', async () => {
    const { template } = synthesize(await appOf('prod'))
    const { Resources } = template.toJSON() as { Resources: Record<string, Resource> }
    const retained = Object.values(Resources).filter(({ DeletionPolicy = '' }) => {
      return DeletionPolicy.startsWith('Retain')
    })
    expect(retained.length).toBeGreaterThan(5)
    for (const { Type, Properties = {} } of retained) {
      // A name with the stack's id differs for each stack.
      const named = NAMES.filter((name) => {
        return name in Properties && !JSON.stringify(Properties[name]).includes('AWS::StackId')
      })
      expect({ Type, named }).toEqual({ Type, named: [] })
    }
  })
})

interface Resource {
  readonly Type: string
  readonly DeletionPolicy?: string
  readonly Properties?: Readonly<Record<string, unknown>>
}
