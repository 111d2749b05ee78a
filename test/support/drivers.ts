import { randomInt } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { findRoutePaths } from '../../infra/functions/load-functions.ts'
import { clientNetwork } from '../../shared/http/client-network.ts'
import { isMutationRun } from '../mutation/run-environment.ts'
import type { Driver } from './api-request.ts'
import { toEvent } from './event.ts'
import { httpTo } from './http-driver.ts'
import { stack } from './stack.ts'

const paths = findRoutePaths()

/** Invokes the route's handler in this process, with all middleware. */
export const direct = directFrom()

/** Like `direct`, for a client with another IP address. */
export function directFrom(sourceIp = '192.0.2.1'): Driver {
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

/** Like `direct`, for a client of a network without requests before, also on a kept stack. */
export function fromNewNetwork(): Driver {
  return directFrom(`10.${[1, 2, 3].map(() => randomInt(256)).join('.')}`)
}

/**
 * Statuses that a route may also return under many parallel requests: over HTTP the functions have
 * their timeouts, which a busy machine exceeds. In this process there are no timeouts.
 */
export function troubleOver(driver: Driver): number[] {
  return driver === direct ? [] : [503]
}

/** How tests call routes. A mutation run leaves out HTTP, because the stack's bundles do not contain the mutants. */
export const drivers: readonly Driver[] = isMutationRun()
  ? [direct]
  : [direct, httpTo(stack.apiUrl)]
