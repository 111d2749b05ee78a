import { getFlagsItem, putFlag } from './stored-flags.ts'

/** What is switched on at run time by `npm run flag`. */
export interface FeatureFlags {
  /** Whether the data of V1 answers is encrypted. */
  responseEncryption: boolean
}

/** The flags by the name that the command line and the table give them. */
export const flagNames = ['response_encryption'] as const
export type FlagName = (typeof flagNames)[number]

const CACHE_MS = 30_000

let cached: { flags: FeatureFlags; until: number } | undefined

/**
 * The flags, at most 30 s old. When they cannot be read, those known before count on; a function
 * that knows none fails, lest it tells in clear what was to be encrypted.
 */
export async function readFeatureFlags(): Promise<FeatureFlags> {
  if (cached && cached.until > Date.now()) return cached.flags
  try {
    const item = await getFlagsItem()
    const flags = { responseEncryption: item?.response_encryption === true }
    cached = { flags, until: Date.now() + CACHE_MS }
    return flags
  } catch (error) {
    if (cached) return cached.flags
    throw error
  }
}

/** A flag as it is stored, for whoever operates it. */
export interface FlagState {
  readonly name: FlagName
  readonly isOn: boolean
}

/** All flags as they are now. */
export async function listFeatureFlags(): Promise<FlagState[]> {
  const item = await getFlagsItem()
  return flagNames.map((name) => ({ name, isOn: item?.[name] === true }))
}

/** Switches a flag for everybody; functions follow within 30 s. */
export async function switchFeatureFlag(name: FlagName, isOn: boolean): Promise<void> {
  await putFlag(name, isOn)
}

/** Forgets what was read, as a new execution environment has. For tests. */
export function forgetFeatureFlags(): void {
  cached = undefined
}
