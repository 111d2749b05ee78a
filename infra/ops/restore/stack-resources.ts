import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import { readDeployed } from '../../release/deployed-template.ts'
import { serviceStackOf } from '../../stages/stacks.ts'
import type { Stage } from '../../stages/stage.ts'
import { stackNameOf } from '../../stages/stages.ts'

/** Properties of a resource in a template. */
export type Properties = Readonly<Record<string, unknown>>

/** A table of a deployed stack. */
export interface StackTable {
  readonly name: string
  /** Those of the deployed template. */
  readonly properties: Properties
}

/** A function of a deployed stack. */
export interface StackFunction {
  readonly name: string
  /** Its reserved concurrency in the deployed template. */
  readonly reserved?: number
}

/** The resources of a deployed stack that a restore reads or changes. */
export interface StackResources {
  readonly functions: readonly StackFunction[]
  /** By the names that the tables have in the stage: `users`. */
  readonly tables: ReadonlyMap<string, StackTable>
}

interface Resource {
  readonly Type: string
  readonly Metadata?: { readonly table?: string }
  readonly Properties?: Properties
}

/** Reads what CloudFormation says is deployed. @throws Error when there is no such stack. */
export async function readStackResources(stage: Stage): Promise<StackResources> {
  const { Resources } = await readDeployed(serviceStackOf(stage))
  const functions: StackFunction[] = []
  const tables = new Map<string, StackTable>()
  for (const [logicalId, name] of await readNames(stage)) {
    const resource = Resources[logicalId] as Resource | undefined
    // A resource that an earlier deployment left behind may still be listed.
    if (!resource) continue
    const { Type, Metadata, Properties = {} } = resource
    if (Type === 'AWS::Lambda::Function') {
      const reserved = Properties.ReservedConcurrentExecutions as number | undefined
      functions.push({ name, ...(reserved !== undefined && { reserved }) })
    }
    if (Metadata?.table) tables.set(Metadata.table, { name, properties: Properties })
  }
  return { functions, tables }
}

/** The physical names of the resources by their logical ids. */
async function readNames(stage: Stage): Promise<Map<string, string>> {
  const client = new CloudFormationClient({ region: stage.region })
  const names = new Map<string, string>()
  const pages = paginateListStackResources({ client }, { StackName: stackNameOf(stage) })
  for await (const { StackResourceSummaries = [] } of pages) {
    for (const { LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries) {
      names.set(LogicalResourceId, PhysicalResourceId)
    }
  }
  return names
}
