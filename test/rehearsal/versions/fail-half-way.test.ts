import type { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { appOf } from '../../support/synthesize-stage.ts'
import { failHalfWay } from './fail-half-way.ts'

test('a deployment that fails on purpose does so after every function', async () => {
  const app = await appOf('dev')
  failHalfWay(app.node.findChild('UserApi') as Stack)
  const template = Template.fromJSON(app.synth().getStackArtifact('UserApi').template)
  const functions = Object.keys(template.findResources('AWS::Lambda::Function'))
  const [condition] = Object.values(template.findResources('AWS::CloudFormation::WaitCondition'))
  expect(functions.length).toBeGreaterThan(10)
  expect(condition?.DependsOn.toSorted()).toEqual(functions.toSorted())
  expect(condition?.Properties).toMatchObject({ Count: 1, Timeout: '1' })
})
