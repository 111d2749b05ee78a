import type { Route } from '../define-route.ts'
import type { EndpointMiddleware } from '../endpoint-event.ts'

/** Reads the file of a route that takes one. API Gateway hands over a multipart body as base64. */
export function parseUpload({ upload }: Route): EndpointMiddleware {
  return {
    before: ({ event }) => {
      if (!upload) return
      const { headers, body = '', isBase64Encoded } = event
      const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
      event.uploadedFile = upload.read(headers['content-type'], bytes)
    },
  }
}
