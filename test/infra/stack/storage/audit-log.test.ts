import { describe, expect, test } from 'vitest'
import { stageNamed } from '../../../../infra/stages/stages.ts'
import { synthesizeStage } from '../../../support/synthesize-stage.ts'

const ID = 'AuditLogLogs8D0D6537'

describe.each(['local', 'dev', 'prod'])('the audit log of %s', (name) => {
  test('outlives the stack, for as long as the stage configures', async () => {
    const { template } = await synthesizeStage(name)
    const { Outputs, Resources } = template.toJSON()
    // Another id is another log group, and the records of the old one are no longer found by its output.
    expect(Outputs.AuditLogGroupName).toEqual({ Value: { Ref: ID } })
    expect(Resources[ID]).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { RetentionInDays: stageNamed(name).auditRetentionDays },
    })
  })
})

test('is kept for more than a year in prod', () => {
  expect(stageNamed('prod').auditRetentionDays).toBeGreaterThan(365)
})
