import type { CallReport } from '../aws-endpoint/aws-endpoint.ts'
import type { GatewayRoute } from '../gateway/answer-request.ts'

/** What the console calls things. */
export interface Names {
  functionOf(physicalName: string): string
  targetsOf(call: CallReport): string[]
}

const OUTPUT_NAME = /(?:TableName|BucketName|QueueUrl)$/
const WORKER = /^WorkersWorkers|(?:Queue|Stream|Schedule)?Function$/g
const HASH = /[0-9A-F]{8}$/

/** Functions by their routes, resources by the stack's outputs; else what the template calls them. */
export function createNames(
  stackName: string,
  routes: readonly GatewayRoute[],
  outputs: Readonly<Record<string, string>>,
): Names {
  const functions = new Map(routes.map(({ functionName, routeKey }) => [functionName, routeKey]))
  const resources = new Map(
    Object.entries(outputs)
      .filter(([output]) => OUTPUT_NAME.test(output))
      .map(([output, value]) => [value.split('/').at(-1), output.replace(OUTPUT_NAME, '')]),
  )
  const short = (name: string) => name.replace(`${stackName}-`, '').replace(HASH, '')
  return {
    functionOf: (name) => functions.get(name) ?? short(name).replace(WORKER, ''),
    targetsOf: ({ needs }) => {
      const names = needs.map(({ action, resource }) => {
        // The resource of an SMS is its phone number.
        if (action.startsWith('sns:')) return 'SMS'
        const name = resourceName(resource)
        return resources.get(name) ?? short(name)
      })
      return [...new Set(names)]
    },
  }
}

/** `user-api-local-Users` of `arn:aws:dynamodb:…:table/user-api-local-Users/index/tombstones`. */
function resourceName(arn: string): string {
  const resource = arn.split(':').slice(5).join(':')
  const [first = '', second = ''] = resource.split('/')
  return first === 'table' ? second : first
}
