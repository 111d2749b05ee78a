import type { ResourceEvent } from './cdk.ts'
import type { Stub } from './versions/stub-unsupported.ts'

/** A row of the table of resources. */
export interface ResourceRow extends Record<string, string | number> {
  readonly type: string
  readonly created: number
  /** How many of them were changed for the emulator. */
  readonly stubbed: number
  readonly why: string
}

/** What a deployment created, by type, and what of it is not as on AWS. */
export function toResourceTable(
  events: readonly ResourceEvent[],
  stubs: readonly Stub[],
): ResourceRow[] {
  const byType = Map.groupBy(reached(events, 'CREATE_COMPLETE'), ({ type }) => type)
  return [...byType].sort().map(([type, ofType]) => {
    const ofStub = stubs.filter((stub) => stub.type === type)
    const why = [...new Set(ofStub.map((stub) => stub.why))].join('; ')
    return { type, created: ofType.length, stubbed: ofStub.length, why }
  })
}

/** How many resources have reached a status. */
export function countOf(events: readonly ResourceEvent[], status: string): number {
  return reached(events, status).length
}

/** The resources that have reached a status, each once: the CLI may show an event twice. */
function reached(events: readonly ResourceEvent[], status: string): ResourceEvent[] {
  const ofResources = events.filter(({ type }) => type !== 'AWS::CloudFormation::Stack')
  const found = ofResources.filter((event) => event.status === status)
  return [...new Map(found.map((event) => [event.logicalId, event])).values()]
}
