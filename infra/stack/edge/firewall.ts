import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'

// Rules on request bodies that only count: pictures are too large, reports may contain markup.
const COUNTED = ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY']

/** A web ACL of AWS WAF with managed rules and a rate limit per IP address. Only in us-east-1. */
export class Firewall extends Construct {
  readonly webAclArn: string

  constructor(scope: Construct, id: string, requestsPerIpIn5Minutes: number) {
    super(scope, id)
    const rules = [
      managed('AWSManagedRulesAmazonIpReputationList'),
      managed('AWSManagedRulesKnownBadInputsRuleSet'),
      managed('AWSManagedRulesCommonRuleSet', COUNTED),
      {
        name: 'RequestsPerIp',
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: {
            aggregateKeyType: 'IP',
            limit: requestsPerIpIn5Minutes,
            evaluationWindowSec: 300,
          },
        },
      },
    ]
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibilityOf('UserApi'),
      rules: rules.map((rule, index) => ({
        ...rule,
        priority: index,
        visibilityConfig: visibilityOf(rule.name),
      })),
    })
    this.webAclArn = webAcl.attrArn
  }
}

function managed(name: string, counted: readonly string[] = []) {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }))
  const group = { vendorName: 'AWS', name, ruleActionOverrides }
  return { name, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: group } }
}

function visibilityOf(metricName: string) {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true }
}
