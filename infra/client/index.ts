// biome-ignore-all lint/performance/noBarrelFile: what the package `user-api/client` exports.
export type { components } from './api-types.ts'
export {
  type AnyApiError,
  ApiError,
  type ErrorCode,
  isApiError,
  SocietyError,
  UnexpectedAnswerError,
} from './errors.ts'
export type { CallOptions, UserApiOptions } from './options.ts'
export type { StatsPage, SyncedStats } from './stats-page.ts'
export { UserApi } from './user-api.ts'
