import { logDeviceClock } from '../../log.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Logs how far the device's clock is off, for those who look into a client's complaint. */
export function logDeviceClockSkew(): EndpointMiddleware {
  return {
    before: ({ event }) => {
      const deviceTime = event.headers['x-dev-time']
      const { requestId, timeEpoch } = event.requestContext
      if (deviceTime) logDeviceClock(requestId, Number(deviceTime) - timeEpoch)
    },
  }
}
