import { expect, test } from 'vitest'
import { clientConfig } from '../../../shared/aws/client-config.ts'

// Linux sends a lost SYN packet again after this time.
const SYN_REPEATED_MS = 1000

test('an only attempt survives a lost SYN packet, while the first of several ends before the packet is repeated', () => {
  const connectionTimeout = (attempts: number) =>
    clientConfig(attempts, 3000).requestHandler.connectionTimeout
  expect(connectionTimeout(1)).toBeGreaterThan(SYN_REPEATED_MS)
  expect(connectionTimeout(2)).toBeLessThan(SYN_REPEATED_MS)
})
