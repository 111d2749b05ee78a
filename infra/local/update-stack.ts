import type { Console } from './console/console.ts'
import type { FunctionPrincipal } from './endpoint/access.ts'
import type { AwsEndpoint } from './endpoint/aws-endpoint.ts'
import type { LocalStackOptions } from './options.ts'
import {
  type DescribedFunction,
  describeFunctions,
} from './services/lambda/functions/describe-functions.ts'
import type { Functions } from './services/lambda/functions/start-functions.ts'
import type { Invoke } from './services/service.ts'
import { updatableTypes } from './services.ts'
import type { RunningService } from './start-services.ts'
import { requireSameResources } from './template/compare-templates.ts'
import { type Assembly, type AssemblyStack, readAssembly } from './template/read-assembly.ts'
import type { TemplateResolver } from './template/resolve-template.ts'
import type { Place } from './template/resource-type.ts'

/** The parts of a running stack that an update changes. */
export interface UpdatedParts {
  readonly stack: AssemblyStack
  readonly functions: readonly DescribedFunction[]
  readonly place: Place
  readonly resolver: TemplateResolver
  readonly environment: LocalStackOptions['environment']
  readonly services: readonly RunningService[]
  readonly aws: AwsEndpoint
  readonly running: Functions
  readonly console: Console
  readonly invoke: Invoke
}

/** Returns the function behind `LocalStack.update`. It returns the functions of the new template. */
export function createUpdate(
  parts: UpdatedParts,
): (assembly: Assembly) => Promise<DescribedFunction[]> {
  const { place, resolver, environment, services, aws, running, console, invoke } = parts
  let { template } = parts.stack
  let { functions: current } = parts
  return async (assembly) => {
    const next = readAssembly(assembly, place.stackName)
    requireSameResources(template, next.template, updatableTypes)
    const resolved = resolver.with(next.template)
    const resources = resolved.resources()
    const functions = describeFunctions(resources, { ...place, assets: next.assets, environment })
    const outputs = { ...resolved.outputs(), AwsEndpointUrl: aws.url }
    aws.replaceFunctions(principalsOf(functions))
    try {
      for (const { update } of services) update?.(resources, { invoke })
    } catch (error) {
      aws.replaceFunctions(principalsOf(current))
      throw error
    }
    await running.update(functions)
    console.relabel({ stackName: place.stackName, resources, outputs })
    template = next.template
    current = functions
    return functions
  }
}

/** The functions as callers of AWS, by access key. */
export function principalsOf(
  functions: readonly DescribedFunction[],
): Map<string, FunctionPrincipal> {
  return new Map(
    functions.map(({ name, accessKeyId, roleArn, policies }) => [
      accessKeyId,
      { kind: 'function', functionName: name, roleArn, policies },
    ]),
  )
}
