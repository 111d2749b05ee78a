import { expect, test } from 'vitest'
import { toEvents } from './cdk.ts'
import { countOf, toResourceTable } from './resource-table.ts'

// Output of the CDK CLI.
const OUTPUT = `
UserApi (user-api-rehearsal): deploying... [1/1]
user-api-rehearsal |   0/3 | 5:15:47 PM | CREATE_IN_PROGRESS      | AWS::CloudFormation::Stack           | user-api-rehearsal
user-api-rehearsal |   0/3 | 5:15:47 PM | CREATE_IN_PROGRESS      | AWS::Lambda::Function                | UserApi/Api/NotFoundDefault/Function (NotFound1C6F9495)
user-api-rehearsal |   1/3 | 5:15:47 PM | CREATE_COMPLETE         | AWS::Lambda::Function                | UserApi/Api/NotFoundDefault/Function (NotFound1C6F9495)
user-api-rehearsal |   1/3 | 5:15:47 PM | CREATE_COMPLETE         | AWS::Lambda::Function                | UserApi/Api/NotFoundDefault/Function (NotFound1C6F9495)
user-api-rehearsal |   2/3 | 5:15:47 PM | CREATE_COMPLETE         | AWS::CloudWatch::Alarm               | UserApi/Watch/Alarms/errors (Errors51A48CC5)
user-api-rehearsal |   3/3 | 5:15:47 PM | CREATE_COMPLETE         | AWS::CloudFormation::Stack           | user-api-rehearsal
`

test('the events of a deployment become a table by type, each resource once', () => {
  const events = toEvents(OUTPUT)
  expect(countOf(events, 'CREATE_COMPLETE')).toBe(2)
  const stub = { type: 'AWS::CloudWatch::Alarm', logicalId: 'Errors51A48CC5', why: 'no math' }
  const standsFor = {
    type: 'AWS::CodeDeploy::Application',
    logicalId: 'NotFound1C6F9495',
    why: 'none',
  }
  expect(toResourceTable({ events, stubs: [stub] }, { events, stubs: [standsFor] })).toEqual([
    { type: 'AWS::CloudWatch::Alarm', dev: 1, prod: 1, stubs: 1, why: 'no math' },
    { type: 'AWS::CodeDeploy::Application', dev: 0, prod: 1, stubs: 1, why: 'none' },
    { type: 'AWS::Lambda::Function', dev: 1, prod: 0, stubs: 0, why: '' },
  ])
})
