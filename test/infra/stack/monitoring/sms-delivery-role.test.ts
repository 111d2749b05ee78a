import { expect, test } from 'vitest'
import { synthesizeStage } from '../../../support/synthesize-stage.ts'

test('SNS may log deliveries in its own log groups, with a role that the outputs name', async () => {
  const { template } = await synthesizeStage('prod')
  const [roleId] = template.toJSON().Outputs.SmsDeliveryRoleArn.Value['Fn::GetAtt']
  const { Properties } = template.findResources('AWS::IAM::Role')[roleId] ?? {}
  expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ])
  const [{ PolicyDocument }] = Properties.Policies
  const [{ Action, Resource }] = PolicyDocument.Statement
  expect(Action).toEqual(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'])
  expect(JSON.stringify(Resource)).toContain('/DirectPublishToPhoneNumber*')
})
