import { channel } from 'node:diagnostics_channel'

const thrown = channel('lambda:thrown')

/**
 * Reports an error that ends a request or a record, for the local stack, which shows it in full. On Lambda
 * nothing subscribes to the channel. `expected` is true for an error of the client.
 */
export function reportThrown(error: unknown, expected: boolean): void {
  thrown.publish({ error, expected })
}
