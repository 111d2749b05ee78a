import { randomInt } from 'node:crypto'
import { isMutationRun } from '../mutation/run-environment.ts'
import type { Driver } from './api-request.ts'
import { httpTo } from './http-driver.ts'
import { invokeDirectly } from './invoke-directly.ts'
import { stack } from './stack.ts'

/** Invokes the route's handler in this process, with all middleware. */
export const direct = invokeDirectly()

/** Like `direct`, for a client with another IP address. */
export function directFrom(sourceIp: string): Driver {
  return invokeDirectly(sourceIp)
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
