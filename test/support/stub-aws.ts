import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'

/** Sets the variables with which SDK clients call this endpoint, until `vi.unstubAllEnvs`. */
export function stubAws(url: string): void {
  vi.stubEnv('AWS_ENDPOINT_URL', url)
  vi.stubEnv('AWS_REGION', 'ap-south-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
}

/** Starts a server that takes the place of AWS. Import the clients afterwards: each keeps the endpoint of its first call. */
export async function listenAsAws(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stubAws(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.resetModules()
}

/** Ends it. */
export function closeAws(server: Server): void {
  vi.unstubAllEnvs()
  vi.resetModules()
  server.closeAllConnections()
  server.close()
}
