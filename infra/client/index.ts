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
export type { StatsPage, SyncedStats } from './stats-page.ts'
export { UserApi, type UserApiOptions } from './user-api.ts'
