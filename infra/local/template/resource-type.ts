/** The account, region and endpoint that the resources of a local stack belong to. */
export interface Place {
  readonly stackName: string
  readonly region: string
  readonly accountId: string
  /** URL of the local AWS endpoint; URLs of queues start with it. */
  readonly endpointUrl: string
}

/** What Ref and Fn::GetAtt return for a resource, by attribute. An undefined attribute is not known yet. */
export type Attributes = Readonly<Record<string, string | undefined>>

/** The resource whose attributes are needed. */
export interface NamedResource {
  /** The physical name. */
  readonly name: string
  readonly place: Place
  /** Returns a property, resolved, as text. */
  property(name: string): string
}

/** How a CloudFormation type behaves locally. */
export interface ResourceType {
  attributes(resource: NamedResource): Attributes
  /** The property that sets the physical name, as in `TableName`. */
  readonly nameProperty?: string
  /** Makes a generated name valid for the service. */
  toName?(generated: string, properties: Readonly<Record<string, unknown>>): string
}

/** The types of a service, by CloudFormation name. */
export type ResourceTypes = Readonly<Record<string, ResourceType>>

/** A type whose Ref returns the name, and that has no other attributes. */
export const nameOnly: ResourceType = { attributes: ({ name }) => ({ Ref: name }) }

/** A type whose Ref returns the name, and whose Arn has `prefix` before and `suffix` after the name. */
export function nameAndArn(service: string, prefix = '', suffix = ''): ResourceType {
  return {
    attributes: ({ name, place }) => ({
      Ref: name,
      Arn: arnOf(service, place, `${prefix}${name}${suffix}`),
    }),
  }
}

/** The ARN of a resource in the stack's region and account. */
export function arnOf(service: string, { region, accountId }: Place, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`
}
