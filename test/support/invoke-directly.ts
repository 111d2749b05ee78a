import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { findRoutePaths } from '../../infra/functions/load-functions.ts'
import { clientNetwork } from '../../shared/http/client-network.ts'
import type { Driver } from './api-request.ts'
import { toEvent } from './event.ts'

const paths = findRoutePaths()

/**
 * Invokes handlers in this process, with all middleware, for a client with this IP address. They use the stack that the
 * environment names.
 */
export function invokeDirectly(sourceIp = '192.0.2.1'): Driver {
  const call: Driver['call'] = async (request) => {
    const routeKey = `${request.method} ${request.path.split('?')[0]}`
    const { handler } = await import(paths.get(routeKey) ?? paths.get('$default') ?? '')
    const invoke = handler as (
      event: APIGatewayProxyEventV2,
      context: object,
    ) => Promise<APIGatewayProxyStructuredResultV2>
    const { statusCode = 0, headers = {}, body = '' } = await invoke(toEvent(request, sourceIp), {})
    return {
      status: statusCode,
      headers: headers as Record<string, string>,
      body: JSON.parse(body),
    }
  }
  return { name: 'direct invoke', network: clientNetwork(sourceIp), call }
}
