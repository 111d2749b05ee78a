// biome-ignore-all lint/performance/noBarrelFile: the exports of the package.
export type { components } from './api-types.ts'
export {
  type AnyApiError,
  ApiError,
  type ErrorCode,
  isApiError,
  PlaintextResponseError,
  PortalError,
  UnexpectedResponseError,
} from './errors.ts'
export type { CallOptions, UserApiOptions } from './options.ts'
export { PhoneVerification } from './phone-verification.ts'
export type { StatsPage, SyncedPage, SyncedStats, SyncPosition, SyncRequest } from './stats-page.ts'
export { UserApi } from './user-api.ts'
