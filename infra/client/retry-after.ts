import type { HttpResponse } from './exchange.ts'

/** Seconds until the time of `retry-after`. The API sends a number, a proxy may send a date (RFC 9110, 10.2.3). */
export function retryAfterSecondsOf({ header }: HttpResponse): number | undefined {
  const value = header('retry-after') ?? ''
  const seconds = Number(value)
  const left = Number.isNaN(seconds) ? Math.ceil((Date.parse(value) - Date.now()) / 1000) : seconds
  return left > 0 ? left : undefined
}
