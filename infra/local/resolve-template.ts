import { type Attributes, attributesOf, type Place, physicalName } from './template-attributes.ts'

/** A CloudFormation template, as the CDK synthesizes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>
  readonly Outputs?: Readonly<Record<string, { Value: unknown }>>
}

interface TemplateResource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
}

/** A resource with no intrinsics left in it. */
export interface Resource {
  readonly logicalId: string
  /** The physical name. */
  readonly name: string
  readonly type: string
  /** What Ref answers, and the ARN; undefined where it has none, or where that is not known yet. */
  readonly ref?: string
  readonly arn?: string
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no types; each reader names those it needs.
  readonly properties: any
}

/** Resolves a template for one place: what CloudFormation does before it makes anything. */
export class TemplateResolver {
  readonly #template: Template
  readonly #place: Place

  constructor(template: Template, place: Place) {
    this.#template = template
    this.#place = place
  }

  /**
   * The resources, resolved: all of them, or those of some types while the place is not all known.
   * @throws Error naming the type, intrinsic or attribute that is not known.
   */
  resources(types?: readonly string[]): Resource[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => !types || types.includes(Type))
      .map(([logicalId, { Type: type, Properties }]) => {
        const { Ref: ref, Arn: arn } = this.#attributesOf(logicalId)
        const properties = this.#resolve(Properties ?? {}, `Resources.${logicalId}`)
        return { logicalId, name: this.#nameOf(logicalId), type, ref, arn, properties }
      })
  }

  /** The outputs by name, as `cdk deploy --outputs-file` would write them. */
  outputs(): Record<string, string> {
    const outputs: Record<string, string> = {}
    for (const [name, { Value }] of Object.entries(this.#template.Outputs ?? {})) {
      outputs[name] = String(this.#resolve(Value, `Outputs.${name}`))
    }
    return outputs
  }

  #resolve(value: unknown, where: string): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => this.#resolve(item, `${where}[${index}]`))
    }
    if (typeof value === 'string') return this.#onThisMachine(value)
    if (typeof value !== 'object' || value === null) return value
    const [only, ...more] = Object.entries(value)
    if (only && more.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return this.#resolveIntrinsic(only[0], only[1], where)
    }
    const resolved: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) {
      resolved[key] = this.#resolve(inner, `${where}.${key}`)
    }
    return resolved
  }

  #resolveIntrinsic(name: string, argument: unknown, where: string): unknown {
    switch (name) {
      case 'Ref':
        return this.#refer(String(argument), 'Ref', where)
      case 'Fn::GetAtt': {
        const [logicalId, attribute] = argument as [string, string]
        return this.#refer(logicalId, attribute, where)
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]]
        const joined = parts.map((part) => this.#resolve(part, where)).join(separator)
        return this.#onThisMachine(withSecrets(joined, where))
      }
      case 'Fn::Select': {
        const [index, list] = argument as [number, unknown]
        return (this.#resolve(list, where) as unknown[])[Number(index)]
      }
      case 'Fn::Split': {
        const [separator, text] = argument as [string, unknown]
        return String(this.#resolve(text, where)).split(separator)
      }
      case 'Fn::Sub':
        if (typeof argument !== 'string') break
        return argument.replace(/\$\{([^}]+)\}/g, (_, target: string) => {
          const [logicalId = '', attribute = 'Ref'] = target.split('.')
          return this.#refer(logicalId, attribute, where)
        })
    }
    throw new Error(`${where}: ${name} is not understood locally: ${JSON.stringify(argument)}`)
  }

  #refer(target: string, attribute: string, where: string): string {
    const value = target.startsWith('AWS::')
      ? this.#pseudoParameter(target)
      : this.#attributesOf(target)[attribute]
    if (value === undefined)
      throw new Error(`${where}: ${target}.${attribute} is not known locally`)
    return value
  }

  #pseudoParameter(name: string): string | undefined {
    const { accountId, region, stackName } = this.#place
    const parameters: Attributes = {
      'AWS::AccountId': accountId,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackName': stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    }
    return parameters[name]
  }

  #attributesOf(logicalId: string): Attributes {
    const type = this.#template.Resources[logicalId]?.Type
    if (!type) throw new Error(`The template has no resource ${logicalId}`)
    const property = (name: string) => {
      const value = this.#template.Resources[logicalId]?.Properties?.[name]
      return String(this.#resolve(value, `Resources.${logicalId}.${name}`))
    }
    const attributes = attributesOf(type, this.#nameOf(logicalId), this.#place, property)
    if (!attributes) throw new Error(`${logicalId}: ${type} cannot run locally`)
    return attributes
  }

  #nameOf(logicalId: string): string {
    const { Type = '', Properties } = this.#template.Resources[logicalId] ?? {}
    return physicalName(Type, `${this.#place.stackName}-${logicalId}`, Properties)
  }

  /** A URL of the cloud's as that of what stands in for it here. */
  #onThisMachine(text: string): string {
    for (const [origin, local] of this.#place.localOrigins ?? []) {
      if (text === origin || text.startsWith(`${origin}/`)) {
        return `${local}${text.slice(origin.length)}`
      }
    }
    return text
  }
}

/**
 * Puts secrets in the place of the references to them, as CloudFormation does. Nothing is secret
 * between two programs of one machine, so that each is known by its name.
 */
function withSecrets(text: string, where: string): string {
  const known = text.replace(/\{\{resolve:secretsmanager:([^}]+):SecretString:::\}\}/g, '$1')
  if (known.includes('{{resolve:')) throw new Error(`${where}: ${text} is not understood locally`)
  return known
}
