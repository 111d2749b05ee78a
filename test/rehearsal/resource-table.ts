import type { ResourceEvent } from './cdk.ts'
import type { Stub } from './versions/stub-unsupported.ts'

/** The events of a stack's deployment, and its stubs: resources that the emulator cannot create as they are. */
export interface DeployedResources {
  readonly events: readonly ResourceEvent[]
  readonly stubs: readonly Stub[]
}

/** A row of the table of resources. */
export interface ResourceRow extends Record<string, string | number> {
  readonly type: string
  /** How many were created. */
  readonly dev: number
  readonly prod: number
  /** How many resources of this type are stubs, in both stacks together. */
  readonly stubs: number
  readonly why: string
}

/** Counts the resources of two stacks by type. */
export function toResourceTable(dev: DeployedResources, prod: DeployedResources): ResourceRow[] {
  const created = { dev: countByType(dev), prod: countByType(prod) }
  const types = new Set([...created.dev.keys(), ...created.prod.keys()])
  return [...types].sort().map((type) => {
    const stubs = [...dev.stubs, ...prod.stubs].filter((stub) => stub.type === type)
    return {
      type,
      dev: created.dev.get(type) ?? 0,
      prod: created.prod.get(type) ?? 0,
      stubs: stubs.length,
      why: [...new Set(stubs.map(({ why }) => why))].join('; '),
    }
  })
}

/** How many resources have reached a status. */
export function countOf(events: readonly ResourceEvent[], status: string): number {
  return reached(events, status).length
}

/** Counts the created resources by type. A stub counts as the type that it replaces. */
function countByType({ events, stubs }: DeployedResources): Map<string, number> {
  const replacedTypes = new Map(stubs.map(({ logicalId, type }) => [logicalId, type]))
  const types = reached(events, 'CREATE_COMPLETE').map(({ logicalId = '', type }) => {
    return replacedTypes.get(logicalId) ?? type
  })
  const byType = Map.groupBy(types, (type) => type)
  return new Map([...byType].map(([type, ofType]) => [type, ofType.length]))
}

/** The resources that have reached a status, each once: the CLI may show an event twice. */
function reached(events: readonly ResourceEvent[], status: string): ResourceEvent[] {
  const ofResources = events.filter(({ type }) => type !== 'AWS::CloudFormation::Stack')
  const found = ofResources.filter((event) => event.status === status)
  return [...new Map(found.map((event) => [event.logicalId, event])).values()]
}
