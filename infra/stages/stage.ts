import type { Setting } from '../../shared/config.ts'
import type { AlarmThresholds } from './alarm-thresholds.ts'

/** What differs between the deployments of the one stack. */
export interface Stage {
  readonly name: string
  /** Where it is deployed, e.g. `ap-south-1`. */
  readonly region: string
  /** Whether it has real users: its data outlives the stack, and no example value may be left in it. */
  readonly keepsData: boolean
  readonly logRetentionDays: number
  /** Processor that the functions run on, as Lambda names it. @default arm64 */
  readonly architecture?: 'arm64' | 'x86_64'
  /** What is alarming. @default nothing: nobody is told anything, and there is no dashboard */
  readonly alarms?: AlarmThresholds
  /** Who is written to when something is alarming. @default nobody: alarms are seen on the dashboard */
  readonly alarmEmail?: string
  /** `canary`: a tenth of the traffic for five minutes, and back when a function fails. */
  readonly deployment: 'all-at-once' | 'canary'
  /** What API Gateway lets through to each route; `routes` are exceptions, by route key. */
  readonly throttle: {
    readonly default: Throttle
    readonly routes: Readonly<Record<string, Throttle>>
  }
  /** Environments that a function gets at most and that are kept for it, by route key. */
  readonly reservedConcurrency: Readonly<Record<string, number>>
  /** What a table takes at most, in request units a second: it bounds a bill. Unbounded when absent. */
  readonly tableThroughput?: { readonly reads: number; readonly writes: number }
  /** Web pages that may call the API, as in `https://portal.example.com`; `*` is all. */
  readonly corsOrigins: readonly string[]
  /** CloudFront in front of the API; absent, it is called directly. */
  readonly edge?: Edge
  /** Whether the API shows its documentation at /docs. */
  readonly docs: boolean
  /** What functions read from their environment; what the stack itself makes is added by it. */
  readonly settings: Readonly<Record<Exclude<Setting, 'picturesUrl'>, string | number>>
}

/** Requests a second on average, and how many at once. */
export interface Throttle {
  readonly ratePerSecond: number
  readonly burst: number
}

/** How CloudFront stands in front of the API. */
export interface Edge {
  /**
   * Versions of the secret by which functions know CloudFront; it sends the first, they take all.
   * Rotated by deployments of `[1]`, `[1, 2]`, `[2, 1]`, `[2]`.
   */
  readonly originSecrets: readonly number[]
  /** A name of one's own; its certificate is in us-east-1. */
  readonly domain?: { readonly name: string; readonly certificateArn: string }
  /** AWS WAF: the ARN of a web ACL, or one of the stack's own, which it can only have in us-east-1. */
  readonly firewall?: { readonly webAclArn: string } | { readonly requestsPerIpIn5Minutes: number }
}
