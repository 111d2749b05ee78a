import type { Attributes, Place, ResourceTypes } from './resource-type.ts'
import type { Resource, Template } from './template.ts'
import { withSecrets } from './with-secrets.ts'

/** Attributes and URLs that are known once resources are created. */
export interface Created {
  /** Attributes by logical id. */
  readonly attributes?: ReadonlyMap<string, Attributes>
  /** URLs on this machine, by the origin that the template names, as in `https://pictures.example`. */
  readonly origins?: ReadonlyMap<string, string>
}

/** The only type whose condition is ignored, because the resource has no effect. */
const METADATA = 'AWS::CDK::Metadata'

/** Resolves a template for one account and region, as CloudFormation does before it creates resources. */
export class TemplateResolver {
  readonly #template: Template
  readonly #place: Place
  readonly #types: ResourceTypes
  readonly #created = new Map<string, Attributes>()
  readonly #origins = new Map<string, string>()

  constructor(template: Template, place: Place, types: ResourceTypes) {
    this.#template = template
    this.#place = place
    this.#types = types
  }

  /** Adds attributes and origins that are only known once resources are created. */
  add({ attributes, origins }: Created): void {
    for (const [logicalId, added] of attributes ?? []) this.#created.set(logicalId, added)
    for (const [origin, url] of origins ?? []) this.#origins.set(origin, url)
  }

  /** Returns a resolver of another template for the same created resources. */
  with(template: Template): TemplateResolver {
    const resolver = new TemplateResolver(template, this.#place, this.#types)
    resolver.add({ attributes: this.#created, origins: this.#origins })
    return resolver
  }

  /** Returns the URLs on this machine that replace origins of the template. */
  localUrls(): string[] {
    return [...this.#origins.values()]
  }

  /**
   * Returns the resolved resources: all, or those of some types while others are not created yet.
   * @throws Error that names the type, intrinsic, attribute or condition that is not supported.
   */
  resources(types?: readonly string[]): Resource[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => !types || types.includes(Type))
      .map(([logicalId, { Type: type, Properties, Condition }]) => {
        if (Condition && type !== METADATA) {
          throw new Error(`${logicalId}: the condition ${Condition} is not supported locally`)
        }
        const { Ref: ref, Arn: arn } = this.#attributesOf(logicalId)
        const properties = this.#resolve(Properties ?? {}, `Resources.${logicalId}`)
        return { logicalId, name: this.#nameOf(logicalId), type, ref, arn, properties }
      })
  }

  /** Returns the outputs by name, as `cdk deploy --outputs-file` writes them. */
  outputs(): Record<string, string> {
    const outputs: Record<string, string> = {}
    for (const [name, { Value }] of Object.entries(this.#template.Outputs ?? {})) {
      outputs[name] = String(this.#resolve(Value, `Outputs.${name}`))
    }
    return outputs
  }

  /** Returns a value with its intrinsics (`Ref`, `Fn::…`) replaced by their results; undefined for `AWS::NoValue`. */
  #resolve(value: unknown, where: string): unknown {
    if (Array.isArray(value)) return this.#resolveList(value, where)
    if (typeof value === 'string') return this.#toLocalUrl(value)
    if (typeof value !== 'object' || value === null) return value
    const [only, ...more] = Object.entries(value)
    if (only && more.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return this.#resolveIntrinsic(only[0], only[1], where)
    }
    const resolved: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) {
      const property = this.#resolve(inner, `${where}.${key}`)
      if (property !== undefined) resolved[key] = property
    }
    return resolved
  }

  #resolveList(list: readonly unknown[], where: string): unknown[] {
    return list
      .map((item, index) => this.#resolve(item, `${where}[${index}]`))
      .filter((item) => item !== undefined)
  }

  #resolveIntrinsic(name: string, argument: unknown, where: string): unknown {
    switch (name) {
      case 'Ref':
        return argument === 'AWS::NoValue'
          ? undefined
          : this.#attribute(String(argument), 'Ref', where)
      case 'Fn::GetAtt': {
        const [logicalId, attribute] = argument as [string, string]
        return this.#attribute(logicalId, attribute, where)
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]]
        return this.#toText(this.#resolveList(parts, where).join(separator), where)
      }
      case 'Fn::GetStackOutput': {
        // Other stacks do not run here. Their values have no effect locally, e.g. a web ACL's ARN.
        const { StackName, OutputName } = argument as Record<string, unknown>
        return `${this.#resolve(StackName, where)}.${OutputName}`
      }
      case 'Fn::Select': {
        const [index, list] = argument as [number, unknown]
        return (this.#resolve(list, where) as unknown[])[Number(index)]
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown]
        return String(this.#resolve(text, where)).split(separator)
      }
      case 'Fn::Sub': {
        if (typeof argument !== 'string') break
        const text = argument.replace(/\$\{([^}]+)\}/g, (_, target: string) => {
          // `${!Text}` is the text `${Text}`.
          if (target.startsWith('!')) return `\${${target.slice(1)}}`
          const [logicalId = '', ...attribute] = target.split('.')
          return this.#attribute(logicalId, attribute.join('.') || 'Ref', where)
        })
        return this.#toText(text, where)
      }
    }
    throw new Error(`${where}: ${name} is not supported locally: ${JSON.stringify(argument)}`)
  }

  #attribute(target: string, attribute: string, where: string): string {
    const value = target.startsWith('AWS::')
      ? this.#pseudoParameter(target)
      : this.#attributesOf(target)[attribute]
    if (value === undefined) {
      throw new Error(`${where}: ${target}.${attribute} is not known locally`)
    }
    return value
  }

  #pseudoParameter(name: string): string | undefined {
    const { accountId, region, stackName } = this.#place
    const parameters: Attributes = {
      'AWS::AccountId': accountId,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    }
    return parameters[name]
  }

  #attributesOf(logicalId: string): Attributes {
    const { Type, Properties } = this.#template.Resources[logicalId] ?? {}
    if (!Type) throw new Error(`The template has no resource ${logicalId}`)
    const type = Object.hasOwn(this.#types, Type) ? this.#types[Type] : undefined
    if (!type) throw new Error(`${logicalId}: ${Type} cannot run locally`)
    const attributes = type.attributes({
      name: this.#nameOf(logicalId),
      place: this.#place,
      property: (name) =>
        String(this.#resolve(Properties?.[name], `Resources.${logicalId}.${name}`)),
    })
    return { ...attributes, ...this.#created.get(logicalId) }
  }

  /** Returns the physical name: the name in the template, or a name made from the logical id. */
  #nameOf(logicalId: string): string {
    const { Type = '', Properties = {} } = this.#template.Resources[logicalId] ?? {}
    const { nameProperty = '', toName } = this.#types[Type] ?? {}
    const set = Properties[nameProperty]
    if (set !== undefined) return String(this.#resolve(set, `Resources.${logicalId}`))
    const generated = `${this.#place.stackName}-${logicalId}`
    return toName ? toName(generated, Properties) : generated
  }

  #toText(composed: string, where: string): string {
    return this.#toLocalUrl(withSecrets(composed, where))
  }

  /** Replaces the origin of a URL, e.g. of CloudFront, by the URL of the local server that replaces it. */
  #toLocalUrl(text: string): string {
    for (const [origin, local] of this.#origins) {
      if (text === origin || text.startsWith(`${origin}/`)) {
        return `${local}${text.slice(origin.length)}`
      }
    }
    return text
  }
}
