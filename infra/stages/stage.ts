import type { Setting } from '../../shared/config.ts'
import type { AlarmThresholds } from './alarm-thresholds.ts'

/** The configuration of one deployment of the stack. The values are in stages.ts. */
export interface Stage {
  readonly name: string
  /** The name of the app that users know, shown on /delete-account. */
  readonly appName: string
  /** False for the stage that only runs on a developer's machine. */
  readonly isDeployed: boolean
  /** Number of the only AWS account to which the stage may be deployed. @default none: a deployment is refused */
  readonly account?: string
  /** AWS region, e.g. `ap-south-1`. */
  readonly region: string
  /** True for real users: data and logs outlive the stack. */
  readonly keepsData: boolean
  /**
   * Protects stack and tables from deletion if the stage keeps data. Turn it off for the first deployment
   * (`-c protected=false`), because CloudFormation cannot roll back a failed one otherwise. @default true
   */
  readonly isProtected?: boolean
  /** One of the periods that CloudWatch offers. */
  readonly logRetentionDays: number
  /** Retention of the audit log, which outlives the stack. */
  readonly auditRetentionDays: number
  /** Processor architecture of the functions, as Lambda names it. @default arm64 */
  readonly architecture?: 'arm64' | 'x86_64'
  /** Thresholds of the alarms. @default no alarms and no dashboard */
  readonly alarms?: AlarmThresholds
  /** The account's expected bill in a month, in USD. Needs `alarms` and `edge`. @default no budget */
  readonly monthlyBudgetUsd?: number
  /** Receives an e-mail for each alarm. @default none: alarms only show on the dashboard */
  readonly alarmEmail?: string
  /** Where operators read the runbook, to which alarms link. @default docs/runbook.md, its path in this repository */
  readonly runbookUrl?: string
  /** `canary`: 10 % of the traffic for five minutes, then all; rolled back when the new version fails. */
  readonly deployment: 'all-at-once' | 'canary'
  /** Moves all traffic at once in a stage with canaries, to repair a broken version (`-c canary=false`). @default false */
  readonly skipsCanary?: boolean
  /** Throttling by API Gateway. `routes` are exceptions from `default`, by route key. */
  readonly throttle: {
    readonly default: Throttle
    readonly routes: Readonly<Record<string, Throttle>>
  }
  /** Reserved concurrency, by route key. It is also the function's maximum concurrency. */
  readonly reservedConcurrency: Readonly<Record<string, number>>
  /** Tables that `npm run restore` made, by the table that each replaces. The stack uses them instead. @default none */
  readonly restoredTables?: RestoredTables
  /** Maximum request units per second of each table, to bound the bill. @default none */
  readonly tableThroughput?: { readonly reads: number; readonly writes: number }
  /** Origins of web pages that may call the API, e.g. `https://portal.example.com`; `*` allows all. */
  readonly corsOrigins: readonly string[]
  /** Request headers that these pages may send in addition to those of infra/stack/api/cors.ts. */
  readonly corsHeaders?: readonly string[]
  /** CloudFront in front of the API. @default none: clients call API Gateway */
  readonly edge?: Edge
  /** Whether the API serves its documentation at /docs. */
  readonly docs: boolean
  /** The settings that functions read from their environment. The stack adds `picturesUrl`. */
  readonly settings: Readonly<Record<Exclude<Setting, 'picturesUrl'>, string | number>>
  /** Names of the values in own-values.ts that are still empty. Until all are filled in, a deployment is refused. */
  readonly missing: readonly string[]
}

/** Tables that can be restored. What the OTPs table has is expired before a restore is done. */
export const RESTORABLE = ['users', 'mcqStats', 'reports'] as const
export type Restorable = (typeof RESTORABLE)[number]
/** Names of restored tables. */
export type RestoredTables = Readonly<Partial<Record<Restorable, string>>>

/** A rate limit of API Gateway, for all clients together. */
export interface Throttle {
  readonly ratePerSecond: number
  readonly burst: number
}

/** CloudFront in front of the API. */
export interface Edge {
  /**
   * Versions of the secret that identifies CloudFront to the functions. CloudFront sends the first;
   * functions accept all. To rotate, deploy `[1]`, `[1, 2]`, `[2, 1]`, `[2]` in this order.
   */
  readonly originSecrets: readonly number[]
  /** A custom domain. Its certificate must be in us-east-1. */
  readonly domain?: { readonly name: string; readonly certificateArn: string }
  /** AWS WAF: an existing web ACL, or the limits of one that a stack in us-east-1 creates. */
  readonly firewall?: { readonly webAclArn: string } | FirewallLimits
}

/** How many requests one IP address may send within 5 minutes before AWS WAF responds with 429. */
export interface FirewallLimits {
  readonly requestsPerIp: number
  /** Lower limits of single paths, e.g. of `/auth/login`. Each adds a rule to the bill. */
  readonly requestsPerIpAndPath: Readonly<Record<string, number>>
}
