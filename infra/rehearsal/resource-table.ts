import type { ResourceEvent } from './cdk.ts'
import type { Stub } from './versions/stub-unsupported.ts'

/** What the deployment of a stack did, and which of its resources are not as on AWS. */
export interface Created {
  readonly events: readonly ResourceEvent[]
  readonly stubs: readonly Stub[]
}

/** A row of the table of resources. */
export interface ResourceRow extends Record<string, string | number> {
  readonly type: string
  /** How many were created. */
  readonly dev: number
  readonly prod: number
  /** How many of them are stubs, in both. */
  readonly stubs: number
  readonly why: string
}

/** Counts the resources of two stacks by type. */
export function toResourceTable(dev: Created, prod: Created): ResourceRow[] {
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

/** A stub counts for the type that it stands for. */
function countByType({ events, stubs }: Created): Map<string, number> {
  const stoodFor = new Map(stubs.map(({ logicalId, type }) => [logicalId, type]))
  const types = reached(events, 'CREATE_COMPLETE').map(({ logicalId = '', type }) => {
    return stoodFor.get(logicalId) ?? type
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
