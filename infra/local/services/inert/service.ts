import { nameAndArn, nameOnly, type ResourceTypes } from '../../template/resource-type.ts'
import type { Service } from '../service.ts'

const types: ResourceTypes = {
  'AWS::Budgets::Budget': nameOnly,
  'AWS::CDK::Metadata': nameOnly,
  'AWS::CloudWatch::Alarm': nameAndArn('cloudwatch', 'alarm:'),
  'AWS::CloudWatch::Dashboard': nameOnly,
  'AWS::CodeDeploy::Application': nameOnly,
  'AWS::CodeDeploy::DeploymentGroup': nameOnly,
  'AWS::KMS::Key': nameAndArn('kms', 'key/'),
  'AWS::Logs::LogGroup': nameAndArn('logs', 'log-group:', ':*'),
  'AWS::Logs::MetricFilter': nameOnly,
  'AWS::Route53::HealthCheck': { attributes: ({ name }) => ({ Ref: name, HealthCheckId: name }) },
  // A firewall is not needed, because only programs on this machine can send requests.
  'AWS::WAFv2::WebACL': nameAndArn('wafv2', 'global/webacl/'),
}

/** Types that the local stack accepts but ignores (inert), because nothing is measured or deployed gradually here. */
export const inert: Service = { types, updatable: Object.keys(types) }
