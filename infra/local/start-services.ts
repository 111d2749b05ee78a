import type { ConsolePart } from './pages/console-part.ts'
import type { RunContext, ServiceContext, StartedService } from './services/service.ts'
import { services } from './services.ts'
import type { TemplateResolver } from './template/resolve-template.ts'
import type { Place } from './template/resource-type.ts'
import type { Resource } from './template/template.ts'

/** A service that has started, and its CloudFormation types. */
export interface RunningService extends StartedService {
  readonly types: readonly string[]
}

/** Starts all services at once. If one fails, `cleanup` ends the services that did start. */
export async function startServices(
  options: Omit<ServiceContext, 'share'>,
): Promise<RunningService[]> {
  const engines = new Map<unknown, Promise<unknown>>()
  const context: ServiceContext = {
    ...options,
    share: <T>(start: (context: ServiceContext) => Promise<T>) => {
      const engine = (engines.get(start) as Promise<T> | undefined) ?? start(context)
      engines.set(start, engine)
      return engine
    },
  }
  const results = await Promise.allSettled(
    services.map(async ({ types, start }) => ({
      ...(await start?.(context)),
      types: Object.keys(types),
    })),
  )
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

/** Creates the resources whose attributes the rest of the template needs, in the order of the services. */
export async function createResources(
  started: readonly RunningService[],
  resolver: TemplateResolver,
  place: Place,
): Promise<void> {
  for (const { types, create } of started) {
    if (create) resolver.add(await create(resolver.resources(types), place))
  }
}

/**
 * Starts event sources and servers. Returns what the services add to the console. If one fails, `cleanup` ends
 * what the others have started.
 */
export async function runServices(
  started: readonly RunningService[],
  resources: readonly Resource[],
  context: RunContext,
  cleanup: AsyncDisposableStack,
): Promise<ConsolePart[]> {
  const parts: ConsolePart[] = []
  for (const { run } of started) {
    if (!run) continue
    const part = await run(resources, context)
    if (part.close) cleanup.defer(part.close)
    parts.push(part)
  }
  return parts
}
