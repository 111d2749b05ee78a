import type { Resource, Setting } from '../../../shared/config.ts'
import type { Stage } from '../../stages/stage.ts'
import type { GrantedResource } from '../storage/granted-resource.ts'
import type { Canaries } from './canaries.ts'

/** What every function of the stack is given a part of. */
export interface FunctionContext {
  readonly stage: Stage
  readonly bundlesFolder: string
  readonly resources: Readonly<Record<Resource, GrantedResource>>
  readonly settings: Readonly<Record<Setting, string | number>>
  /** By which new versions come gradually; absent, they come at once. */
  readonly canaries?: Canaries
}
