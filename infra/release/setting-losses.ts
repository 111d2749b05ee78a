import { isDeepStrictEqual } from 'node:util'

/** Properties of a resource in a template. */
export type Properties = Readonly<Record<string, unknown>>

/** Returns what an update would take away, e.g. `would lose its stream`, or nothing. */
type Rule = (before: Properties, after: Properties) => readonly string[]

/** Settings whose loss costs data or protection although the resource itself stays. By resource type. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'AWS::CloudFront::Distribution': [unnamed],
  'AWS::DynamoDB::GlobalTable': [
    turnedOff('Replicas.0.DeletionProtectionEnabled', 'its deletion protection'),
    turnedOff(
      'Replicas.0.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
      'its point-in-time recovery',
    ),
    lowered(
      'Replicas.0.PointInTimeRecoverySpecification.RecoveryPeriodInDays',
      'days of point-in-time recovery',
      35,
    ),
    removed('Replicas', 'Region', 'its replica in'),
    removed('GlobalSecondaryIndexes', 'IndexName', 'its index'),
    removed('LocalSecondaryIndexes', 'IndexName', 'its index'),
    rekeyed,
    changed('StreamSpecification', 'its stream'),
    changed('TimeToLiveSpecification', 'its time to live'),
    changed('SSESpecification', 'its encryption key'),
    changed('Replicas.0.SSESpecification', 'its encryption key'),
  ],
  'AWS::Logs::LogGroup': [
    lowered('RetentionInDays', 'days of retention', Number.POSITIVE_INFINITY),
    changed('KmsKeyId', 'its encryption key'),
  ],
  'AWS::S3::Bucket': [
    expiring,
    changed('VersioningConfiguration', 'its versioning'),
    changed('BucketEncryption', 'its encryption key'),
  ],
  'AWS::SecretsManager::Secret': [
    changed('GenerateSecretString', 'its value'),
    changed('KmsKeyId', 'its encryption key'),
  ],
  'AWS::SQS::Queue': [
    lowered('MessageRetentionPeriod', 'seconds of retention', 4 * 24 * 60 * 60),
    changed('RedrivePolicy', 'its dead-letter queue'),
    changed('KmsMasterKeyId', 'its encryption key'),
  ],
}

/** Lists what an update of a resource's settings would take away. */
export function findSettingLosses(type: string, before: Properties, after: Properties): string[] {
  // A set, because two rules can find the same loss.
  return [...new Set((RULES[type] ?? []).flatMap((rule) => rule(before, after)))]
}

/** A flag that was on and no longer is. */
function turnedOff(path: string, what: string): Rule {
  return (before, after) => {
    return read(before, path) === true && read(after, path) !== true ? [`would lose ${what}`] : []
  }
}

/** A period that gets shorter. AWS uses `byDefault` where a template has no value. */
function lowered(path: string, what: string, byDefault: number): Rule {
  return (before, after) => {
    const was = Number(read(before, path) ?? byDefault)
    const is = Number(read(after, path) ?? byDefault)
    return is < was ? [`would have ${is} ${what}, which is less than before`] : []
  }
}

/** A setting that has changed or was removed. */
function changed(path: string, what: string): Rule {
  return (before, after) => {
    const [was, is] = [read(before, path), read(after, path)]
    return was === undefined || isDeepStrictEqual(was, is) ? [] : [`would lose or change ${what}`]
  }
}

/** Members of a list that are no longer in it, by their name. */
function removed(path: string, name: string, what: string): Rule {
  return (before, after) => {
    const left = listAt(after, path).map((member) => member[name])
    return listAt(before, path)
      .filter((member) => !left.includes(member[name]))
      .map((member) => `would lose ${what} ${member[name]}`)
  }
}

/** Domains of clients that a distribution no longer has. */
function unnamed(before: Properties, after: Properties): string[] {
  const left = domainsOf(after)
  return domainsOf(before)
    .filter((name) => !left.includes(name))
    .map((name) => `would lose its address ${name}`)
}

function domainsOf(distribution: Properties): readonly string[] {
  return (read(distribution, 'DistributionConfig.Aliases') ?? []) as readonly string[]
}

/** Global indexes with another key or projection, which DynamoDB deletes and builds again. */
function rekeyed(before: Properties, after: Properties): string[] {
  const path = 'GlobalSecondaryIndexes'
  return listAt(before, path).flatMap(({ IndexName, KeySchema, Projection }) => {
    const next = listAt(after, path).find((index) => index.IndexName === IndexName)
    if (!next || isDeepStrictEqual([KeySchema, Projection], [next.KeySchema, next.Projection])) {
      return []
    }
    return [`would lose its index ${IndexName} until it is built again`]
  })
}

/** New lifecycle rules that delete objects. */
function expiring(before: Properties, after: Properties): string[] {
  const path = 'LifecycleConfiguration.Rules'
  const known = listAt(before, path)
  const { length } = listAt(after, path)
    .filter((rule) => /"(?:Noncurrent(?:Version)?)?Expiration/.test(JSON.stringify(rule)))
    .filter((rule) => !known.some((one) => isDeepStrictEqual(one, rule)))
  if (length === 0) return []
  return [`would lose objects to ${length === 1 ? 'a new lifecycle rule' : `${length} new rules`}`]
}

/** The value at a path such as `Replicas.0.Region`. */
function read(properties: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  }, properties)
}

function listAt(properties: Properties, path: string): readonly Properties[] {
  const list = read(properties, path)
  return Array.isArray(list) ? list : []
}
