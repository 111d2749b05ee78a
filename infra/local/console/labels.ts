import type { CallReport } from '../endpoint/aws-endpoint.ts'
import { describeRoutes } from '../services/api-gateway/describe-routes.ts'
import type { Resource } from '../template/template.ts'

/** Names of functions and resources for the console. */
export interface Labels {
  functionOf(physicalName: string): string
  targetsOf(call: CallReport): string[]
}

/** The stack whose parts are labelled. */
export interface LabelOptions {
  readonly stackName: string
  readonly resources: readonly Resource[]
  readonly outputs: Readonly<Record<string, string>>
  /** Shortens the logical id of a function without a route. */
  readonly toLabel?: (logicalId: string) => string
}

const OUTPUT_NAME = /(?:TableName|BucketName|QueueUrl)$/
const HASH = /[0-9A-F]{8}$/

/** Labels functions by route and resources by output name, or by logical id where there is neither. */
export function createLabels(options: LabelOptions): Labels {
  const { stackName, resources, outputs, toLabel = (logicalId) => logicalId } = options
  const routes = new Map(
    describeRoutes(resources).map(({ functionName, routeKey }) => [functionName, routeKey]),
  )
  const byName = new Map(
    Object.entries(outputs)
      .filter(([output]) => OUTPUT_NAME.test(output))
      .map(([output, value]) => [value.split('/').at(-1), output.replace(OUTPUT_NAME, '')]),
  )
  const short = (name: string) => name.replace(`${stackName}-`, '').replace(HASH, '')
  return {
    functionOf: (name) => routes.get(name) ?? toLabel(short(name)),
    targetsOf: ({ needs }) => {
      const labels = needs.map(({ action, resource }) => {
        // The resource of an SMS is its phone number.
        if (action.startsWith('sns:')) return 'SMS'
        const name = resourceName(resource)
        return byName.get(name) ?? short(name)
      })
      return [...new Set(labels)]
    },
  }
}

/** Returns e.g. `stack-Users` for `arn:aws:dynamodb:…:table/stack-Users/index/by-phone`. */
function resourceName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':')
  const [first = '', second = ''] = resource.split('/')
  return first === 'table' ? second : first
}
