import { Match } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { templateOf } from '../../../support/synthesize-stage.ts'

const assumedByLambda = { Principal: { Service: 'lambda.amazonaws.com' } }

test('every function is traced, with a separate policy', async () => {
  const template = await templateOf('prod')
  template.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } })
  const roles = template.findResources('AWS::IAM::Role', {
    Properties: { AssumeRolePolicyDocument: { Statement: [Match.objectLike(assumedByLambda)] } },
  })
  expect(Object.keys(roles).length).toBeGreaterThan(10)
  for (const { Properties } of Object.values(roles)) {
    expect(Properties.Policies).toContainEqual({
      PolicyName: 'tracing',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
            Resource: '*',
          },
        ],
      },
    })
  }
})
