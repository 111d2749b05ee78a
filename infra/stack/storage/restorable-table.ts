import { RemovalPolicy } from 'aws-cdk-lib'
import { type CfnGlobalTable, type TablePropsV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/** Names of the tables in their metadata. They say which table of a template takes the place of another's. */
export type TableName = 'users' | 'mcqStats' | 'otps' | 'reports'

/**
 * Adds a table to the stack, or in its place the table that `npm run restore` made. CloudFormation cannot give
 * a resource another table, because a new TableName replaces it by an empty one. So a restored table is another
 * resource, which a deployment with `--import-existing-resources` takes into the stack:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html
 */
export function addTable(
  scope: Construct,
  id: string,
  name: TableName,
  { restoredTables }: Stage,
  props: TablePropsV2,
): TableV2 {
  const restored: Partial<Record<TableName, string>> = restoredTables ?? {}
  const tableName = restored[name]
  const table = new TableV2(scope, tableName ? `${id}-${tableName}` : id, {
    ...props,
    // The import needs both. Retained even if the deployment that imports it is rolled back.
    ...(tableName && { tableName, removalPolicy: RemovalPolicy.RETAIN }),
  })
  const resource = table.node.defaultChild as CfnGlobalTable
  resource.addMetadata('table', name)
  return table
}
