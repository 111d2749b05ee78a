/** Where the stack says that it runs. */
export interface Place {
  readonly stackName: string
  readonly region: string
  readonly accountId: string
  /** Where AWS is on this machine; queues' URLs start with it. */
  awsEndpointUrl?: string
  /** The API's URL; only known once it listens. */
  apiUrl?: string
  /** ARNs of the tables' streams by the tables' names; their labels are times. */
  streamArns?: ReadonlyMap<string, string>
  /** Origins that the template names and that are others on this machine, as in `https://pictures.example`. */
  localOrigins?: ReadonlyMap<string, string>
}

/** What Ref and Fn::GetAtt answer about a resource, by attribute; undefined is not known yet. */
export type Attributes = Readonly<Record<string, string | undefined>>

type Properties = Readonly<Record<string, unknown>>

type Describe = (name: string, place: Place, property: (name: string) => string) => Attributes

/** Where the API is while it does not listen: a distribution names it before that. */
export const API_DOMAIN = 'api.invalid'

// What Ref and Fn::GetAtt answer, by type. A type that is not here cannot run locally.
const ATTRIBUTES: Readonly<Record<string, Describe>> = {
  'AWS::ApiGatewayV2::Api': (name, { apiUrl }) => ({
    Ref: name,
    ApiEndpoint: apiUrl ?? `https://${API_DOMAIN}`,
  }),
  'AWS::ApiGatewayV2::Integration': (name) => ({ Ref: name }),
  'AWS::ApiGatewayV2::Route': (name) => ({ Ref: name }),
  'AWS::ApiGatewayV2::Stage': (name) => ({ Ref: name }),
  'AWS::CDK::Metadata': (name) => ({ Ref: name }),
  'AWS::CloudFront::Distribution': (name) => ({
    Ref: name,
    Id: name,
    DomainName: distributionDomain(name),
  }),
  'AWS::CloudFront::Function': (name, { accountId }) => {
    const arn = `arn:aws:cloudfront::${accountId}:function/${name}`
    return { Ref: arn, Arn: arn, FunctionARN: arn }
  },
  'AWS::CloudFront::OriginAccessControl': (name) => ({ Ref: name, Id: name }),
  'AWS::CloudFront::ResponseHeadersPolicy': (name) => ({ Ref: name, Id: name }),
  // Nothing is measured here and nothing is deployed gradually: these decide nothing.
  'AWS::CloudWatch::Alarm': (name, place) => ({
    Ref: name,
    Arn: arn('cloudwatch', place, `alarm:${name}`),
  }),
  'AWS::CloudWatch::Dashboard': (name) => ({ Ref: name }),
  'AWS::CodeDeploy::Application': (name) => ({ Ref: name }),
  'AWS::CodeDeploy::DeploymentGroup': (name) => ({ Ref: name }),
  'AWS::DynamoDB::GlobalTable': (name, place) => ({
    Ref: name,
    Arn: arn('dynamodb', place, `table/${name}`),
    StreamArn: place.streamArns?.get(name),
  }),
  'AWS::Events::Rule': (name, place) => ({ Ref: name, Arn: arn('events', place, `rule/${name}`) }),
  'AWS::IAM::Policy': (name) => ({ Ref: name }),
  'AWS::IAM::Role': (name, { accountId }) => ({
    Ref: name,
    Arn: `arn:aws:iam::${accountId}:role/${name}`,
  }),
  'AWS::KMS::Key': (name, place) => ({ Ref: name, Arn: arn('kms', place, `key/${name}`) }),
  'AWS::Lambda::Alias': (_, place, property) => ({
    Ref: arn('lambda', place, `function:${property('FunctionName')}:${property('Name')}`),
  }),
  'AWS::Lambda::EventSourceMapping': (name) => ({ Ref: name }),
  'AWS::Lambda::Function': (name, place) => ({
    Ref: name,
    Arn: arn('lambda', place, `function:${name}`),
  }),
  'AWS::Lambda::Permission': (name) => ({ Ref: name }),
  'AWS::Lambda::Version': (_, place, property) => ({
    Ref: arn('lambda', place, `function:${property('FunctionName')}:1`),
    Version: '1',
  }),
  'AWS::Logs::LogGroup': (name, place) => ({
    Ref: name,
    Arn: arn('logs', place, `log-group:${name}:*`),
  }),
  'AWS::S3::Bucket': (name, { region }) => ({
    Ref: name,
    Arn: `arn:aws:s3:::${name}`,
    RegionalDomainName: bucketDomain(name, region),
  }),
  'AWS::S3::BucketPolicy': (name) => ({ Ref: name }),
  'AWS::SNS::Subscription': (name) => ({ Ref: name }),
  'AWS::SNS::Topic': (name, place) => ({ Ref: arn('sns', place, name), TopicName: name }),
  'AWS::SNS::TopicPolicy': (name) => ({ Ref: name }),
  'AWS::SQS::Queue': (name, place) => ({
    Ref: place.awsEndpointUrl && `${place.awsEndpointUrl}/${place.accountId}/${name}`,
    Arn: arn('sqs', place, name),
    QueueName: name,
  }),
  'AWS::SQS::QueuePolicy': (name) => ({ Ref: name }),
  'AWS::SecretsManager::Secret': (name, place) => ({
    Ref: arn('secretsmanager', place, `secret:${name}`),
  }),
  // Who floods this machine is its owner.
  'AWS::WAFv2::WebACL': (name, place) => ({
    Ref: name,
    Arn: arn('wafv2', place, `global/webacl/${name}`),
  }),
}

/** The attributes of a resource; undefined when its type cannot run locally. */
export function attributesOf(
  type: string,
  name: string,
  place: Place,
  /** Answers one of its properties, resolved. */
  property: (name: string) => string,
): Attributes | undefined {
  return ATTRIBUTES[type]?.(name, place, property)
}

/** The physical name that a resource gets: its service's rules decide what it may look like. */
export function physicalName(type: string, name: string, properties: Properties = {}): string {
  if (type === 'AWS::S3::Bucket') return name.toLowerCase()
  if (type === 'AWS::SQS::Queue' && properties.FifoQueue) return `${name}.fifo`
  return name
}

/** The domain of a distribution, which exists nowhere: see `Place.localOrigins`. */
export function distributionDomain(name: string): string {
  return `${name.toLowerCase()}.cloudfront.invalid`
}

/** The domain under which a distribution names the bucket behind it. */
export function bucketDomain(name: string, region: string): string {
  return `${name}.s3.${region}.amazonaws.com`
}

function arn(service: string, { region, accountId }: Place, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`
}
