import { apiGateway } from './services/api-gateway/service.ts'
import { cloudFront } from './services/cloudfront/service.ts'
import { dynamoDb } from './services/dynamodb/service.ts'
import { events } from './services/events/service.ts'
import { iam } from './services/iam/service.ts'
import { inert } from './services/inert/service.ts'
import { lambda } from './services/lambda/service.ts'
import { s3 } from './services/s3/service.ts'
import { secretsManager } from './services/secrets-manager/service.ts'
import type { Service } from './services/service.ts'
import { sns } from './services/sns/service.ts'
import { sqs } from './services/sqs/service.ts'
import type { ResourceTypes } from './template/resource-type.ts'

/** The services, in the order in which they create resources. A resource may refer to those of earlier services. */
export const services: readonly Service[] = [
  dynamoDb,
  s3,
  sqs,
  sns,
  apiGateway,
  cloudFront,
  lambda,
  events,
  iam,
  secretsManager,
  inert,
]

/** The types whose resources an update may add, change and remove while the stack runs. */
export const updatableTypes: ReadonlySet<string> = new Set(
  services.flatMap(({ updatable }) => updatable ?? []),
)

/** The CloudFormation types that run locally. */
export const resourceTypes: ResourceTypes = Object.assign({}, ...services.map(({ types }) => types))
