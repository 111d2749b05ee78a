/** A CloudFormation template, as the CDK synthesizes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>
  readonly Outputs?: Readonly<Record<string, { Value: unknown }>>
}

interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly Condition?: string
}

/** A resource of a template. Every intrinsic (`Ref`, `Fn::…`) in it is replaced by its result. */
export interface Resource {
  readonly logicalId: string
  /** The physical name. */
  readonly name: string
  readonly type: string
  /** What Ref returns. */
  readonly ref?: string
  readonly arn?: string
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no types; each reader names those it needs.
  readonly properties: any
}

/** Returns the resources of one type. */
export function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter((resource) => resource.type === type)
}

/**
 * Checks that a resource sets only properties that are read here or change nothing locally.
 * @throws Error that names any other property: the local stack would differ from AWS if it ignored it.
 */
export function requireKnown({ logicalId, properties }: Resource, known: readonly string[]): void {
  const unknown = Object.keys(properties).find((name) => !known.includes(name))
  if (unknown) throw new Error(`${logicalId}: ${unknown} is not supported locally`)
}
