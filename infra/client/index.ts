// biome-ignore-all lint/performance/noBarrelFile: the exports of the package.
export type { components } from './api-types.ts'
export {
  type AnyApiError,
  ApiError,
  DecryptionError,
  type ErrorCode,
  isApiError,
  OutcomeUnknownError,
  PlaintextResponseError,
  PortalError,
  UnexpectedResponseError,
} from './errors.ts'
export type { CallOptions, UploadOptions, UserApiOptions } from './options.ts'
export { PhoneVerification } from './phone-verification.ts'
export type { StatsPage, SyncedPage, SyncedStats, SyncPosition, SyncRequest } from './stats-page.ts'
export { NetworkError, TimeoutError, UnsupportedRuntimeError } from './transport-errors.ts'
export { UserApi } from './user-api.ts'
