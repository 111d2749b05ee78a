import { type CfnResource, type IAspect, Stack } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront'
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch'
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy'
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb'
import { CfnAlias } from 'aws-cdk-lib/aws-lambda'
import { CfnHealthCheck } from 'aws-cdk-lib/aws-route53'
import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { IConstruct } from 'constructs'
import { HOST_HEADER } from '../emulator/front.ts'

const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/** Types that the emulator does not know. */
const UNSUPPORTED_TYPES = [
  { type: CfnApplication, why: 'has no CodeDeploy' },
  { type: CfnDeploymentGroup, why: 'has no CodeDeploy' },
  { type: CfnBudget, why: 'creates no budgets from a template' },
  { type: CfnHealthCheck, why: 'creates no health checks from a template' },
  { type: CfnResourcePolicy, why: 'creates no policies of secrets from a template' },
]

/** A resource that the rehearsal deploys differently from AWS. */
export interface Stub {
  readonly type: string
  readonly logicalId: string
  /** Why, with the emulator as the subject: `has no CodeDeploy; the alias moves at once`. */
  readonly why: string
}

/**
 * Replaces resources that the emulator cannot create. Only the rehearsal applies this aspect: `dev` and
 * `prod` are deployed as they are. docs/rehearsal.md lists the replaced types.
 */
export class StubUnsupported implements IAspect {
  readonly #replaced: {
    readonly resource: CfnResource
    readonly type: string
    readonly why: string
  }[] = []
  readonly #frontPort: number

  /** @param frontPort the port of front.ts, at which the emulator's CloudFront reaches the API. */
  constructor(frontPort: number) {
    this.#frontPort = frontPort
  }

  /** The replaced resources. Read them after synthesis: the hash in the ids of some alarms is known only then. */
  get stubs(): Stub[] {
    return this.#replaced.map(({ resource, type, why }) => {
      return { type, why, logicalId: Stack.of(resource).resolve(resource.logicalId) }
    })
  }

  visit(node: IConstruct): void {
    if (node instanceof CfnAlarm && node.metrics) this.#watchOneMetric(node)
    if (node instanceof CfnGlobalTable) this.#leaveUnprotected(node)
    if (node instanceof CfnDistribution) this.#callFront(node)
    if (node instanceof CfnSecret) this.#excludePunctuation(node)
    if (node instanceof CfnAlias && node.cfnOptions.updatePolicy) this.#releaseAtOnce(node)
    const missing = UNSUPPORTED_TYPES.find(({ type }) => node instanceof type)
    if (missing) this.#leaveOut(node as CfnResource, missing.why)
  }

  /** Replaces an alarm on a formula by an alarm on the first metric of the formula. */
  #watchOneMetric(alarm: CfnAlarm): void {
    // The metrics are not resolved, because names of another stack's resources are known only after all aspects have run.
    const queries = alarm.metrics as CfnAlarm.MetricDataQueryProperty[]
    const first = queries.map(({ metricStat }) => metricStat).find((found) => found !== undefined)
    if (!first || !('stat' in first) || !('metricName' in first.metric)) {
      throw new Error(`${alarm.node.path} watches no metric`)
    }
    const { metricName, namespace, dimensions } = first.metric
    Object.assign(alarm, { metrics: undefined, metricName, namespace, dimensions })
    alarm.period = first.period
    if (/^p\d/.test(first.stat)) alarm.extendedStatistic = first.stat
    else alarm.statistic = first.stat
    this.#note(alarm, 'refuses metric math; the alarm watches the first metric of its formula')
  }

  #leaveUnprotected(table: CfnGlobalTable): void {
    table.addPropertyDeletionOverride('Replicas.0.DeletionProtectionEnabled')
    this.#note(table, 'replaces a table when its deletion protection changes; tables have none')
  }

  /** Makes CloudFront call the front over HTTP on loopback, with the API's host in a header. */
  #callFront(distribution: CfnDistribution): void {
    const { origins }: { origins: CfnDistribution.OriginProperty[] } = Stack.of(
      distribution,
    ).resolve(distribution.distributionConfig)
    for (const [index, origin] of origins.entries()) {
      const { customOriginConfig, originCustomHeaders = [], domainName } = origin
      if (!customOriginConfig || !Array.isArray(originCustomHeaders)) continue
      const path = `DistributionConfig.Origins.${index}`
      const host = { HeaderName: HOST_HEADER, HeaderValue: domainName }
      distribution.addPropertyOverride(`${path}.DomainName`, 'localhost')
      distribution.addPropertyOverride(`${path}.CustomOriginConfig`, {
        OriginProtocolPolicy: 'http-only',
        HTTPPort: this.#frontPort,
      })
      const last = originCustomHeaders.length
      distribution.addPropertyOverride(`${path}.OriginCustomHeaders.${last}`, host)
      this.#note(distribution, 'gives APIs host names without DNS; the origin is on loopback')
    }
  }

  /** Excludes punctuation from a secret. A comma would split the secret into two; others can break a header. */
  #excludePunctuation(secret: CfnSecret): void {
    const generated = secret.generateSecretString
    const isExcluded =
      generated && 'excludePunctuation' in generated && generated.excludePunctuation
    if (!isExcluded) return
    secret.generateSecretString = { ...generated, excludeCharacters: PUNCTUATION }
    this.#note(secret, 'ignores ExcludePunctuation; the characters are listed instead')
  }

  #releaseAtOnce(alias: CfnAlias): void {
    alias.cfnOptions.updatePolicy = undefined
    this.#note(alias, 'has no CodeDeploy; the alias moves at once')
  }

  #leaveOut(resource: CfnResource, why: string): void {
    this.#note(resource, `${why}; a resource without effect replaces it`)
    resource.addOverride('Type', 'AWS::CloudFormation::WaitConditionHandle')
    resource.addDeletionOverride('Properties')
  }

  #note(resource: CfnResource, why: string): void {
    this.#replaced.push({ resource, type: resource.cfnResourceType, why })
  }
}
