import type { Resource, Setting } from '../../../shared/config.ts'
import type { Stage } from '../../stages/stage.ts'
import type { GrantedResource } from '../storage/granted-resources.ts'
import type { Canaries } from './canaries.ts'

/** Values for all functions of the stack. Each function gets only the part that its contract names. */
export interface FunctionContext {
  readonly stage: Stage
  readonly bundlesFolder: string
  readonly resources: Readonly<Record<Resource, GrantedResource>>
  readonly settings: Readonly<Record<Setting, string | number>>
  /** Releases new versions gradually. When absent, new versions are released at once. */
  readonly canaries?: Canaries
}
