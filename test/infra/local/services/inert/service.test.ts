import { expect, test } from 'vitest'
import { inert } from '../../../../../infra/local/services/inert/service.ts'

const place = { stackName: 's', region: 'ap-south-1', accountId: '1', endpointUrl: 'http://a' }
const attributesOf = (type: string) =>
  inert.types[type]?.attributes({ name: 'N', place, property: () => '' })

test.each([
  ['AWS::Budgets::Budget', { Ref: 'N' }],
  ['AWS::Route53::HealthCheck', { Ref: 'N', HealthCheckId: 'N' }],
  ['AWS::CloudWatch::Alarm', { Ref: 'N', Arn: 'arn:aws:cloudwatch:ap-south-1:1:alarm:N' }],
  ['AWS::KMS::Key', { Ref: 'N', Arn: 'arn:aws:kms:ap-south-1:1:key/N' }],
  ['AWS::Logs::LogGroup', { Ref: 'N', Arn: 'arn:aws:logs:ap-south-1:1:log-group:N:*' }],
  ['AWS::WAFv2::WebACL', { Ref: 'N', Arn: 'arn:aws:wafv2:ap-south-1:1:global/webacl/N' }],
])('%s has attributes, although nothing runs', (type, attributes) => {
  expect(attributesOf(type)).toEqual(attributes)
})

test('an update may change every inert resource', () => {
  expect(inert.updatable).toEqual(Object.keys(inert.types))
})
