/** A request as a client thinks of it. */
export interface ApiRequest {
  method: string
  path: string
  headers?: Record<string, string>
  /** Sent unchanged when a string or bytes, else as JSON. */
  body?: unknown
}

/** A response with its body parsed. */
export interface ApiResponse {
  status: number
  headers: Record<string, string>
  // biome-ignore lint/suspicious/noExplicitAny: tests compare responses with what they expect of them.
  body: any
}

/** A way to reach the API. Every behaviour is tested over each. */
export interface Driver {
  name: string
  call(request: ApiRequest): Promise<ApiResponse>
}
