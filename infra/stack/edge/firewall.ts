import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { FirewallLimits } from '../../stages/stage.ts'

// The common rules on request bodies count matches instead of blocking the request: pictures are larger than they allow,
// and a report or a password may contain markup, a path or a URL.
// https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
const COUNTED_RULES = [
  'SizeRestrictions_BODY',
  'CrossSiteScripting_BODY',
  'EC2MetaDataSSRF_BODY',
  'GenericLFI_BODY',
  'GenericRFI_BODY',
]

/** The name of the web ACL in CloudWatch's metrics. */
export const WEB_ACL_METRIC = 'UserApi'
/** Window of the rate limits: 5 minutes, as FirewallLimits says. */
const WINDOW_SECONDS = 300

/** A web ACL of AWS WAF with managed rules, and rate limits per IP address and per address and path. */
export class Firewall extends Construct {
  readonly webAclArn: string

  constructor(scope: Construct, id: string, limits: FirewallLimits) {
    super(scope, id)
    const rules = [
      managed('AWSManagedRulesAmazonIpReputationList'),
      managed('AWSManagedRulesKnownBadInputsRuleSet'),
      managed('AWSManagedRulesCommonRuleSet', COUNTED_RULES),
      rateLimit('RequestsPerIp', limits.requestsPerIp),
      ...Object.entries(limits.requestsPerIpAndPath).map(([path, limit]) =>
        rateLimit(`RequestsPerIp${toRuleName(path)}`, limit, path),
      ),
    ]
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibilityOf(WEB_ACL_METRIC),
      rules: rules.map((rule, index) => ({
        ...rule,
        priority: index,
        visibilityConfig: visibilityOf(rule.name),
      })),
    })
    this.webAclArn = webAcl.attrArn
  }
}

/** A rule that blocks an IP address after `limit` requests within the window, to one path or to all paths. */
function rateLimit(name: string, limit: number, path?: string) {
  return {
    name,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit,
        evaluationWindowSec: WINDOW_SECONDS,
        scopeDownStatement: path === undefined ? undefined : matchPath(path),
      },
    },
  }
}

/** The statement that matches a path, also when it is written with escapes or doubled slashes. */
function matchPath(path: string) {
  const textTransformations = ['URL_DECODE', 'NORMALIZE_PATH'].map((type, priority) => {
    return { type, priority }
  })
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'EXACTLY',
      searchString: path,
      textTransformations,
    },
  }
}

/** The name of a rule may have letters, digits, `-` and `_`: `/auth/login` becomes `-auth-login`. */
function toRuleName(path: string): string {
  return path.replace(/[^A-Za-z0-9]+/g, '-')
}

function managed(name: string, counted: readonly string[] = []) {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }))
  const group = { vendorName: 'AWS', name, ruleActionOverrides }
  return { name, overrideAction: { none: {} }, statement: { managedRuleGroupStatement: group } }
}

function visibilityOf(metricName: string) {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true }
}
