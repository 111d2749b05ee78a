/** A request to the API, which a driver sends over HTTP or as an event. */
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
  // biome-ignore lint/suspicious/noExplicitAny: tests compare responses with expected values.
  body: any
}

/** A way to call the API. Every behaviour is tested with each driver. */
export interface Driver {
  name: string
  /** The network that the API sees as the client's. */
  network: string
  call(request: ApiRequest): Promise<ApiResponse>
}
