import { getFlagsItem, putFlag } from './stored-flags.ts'

/** The feature flags, which operators switch at run time with `npm run flag`. */
export interface FeatureFlags {
  /** Encrypts `data` in responses of the V1 and auth routes. */
  responseEncryption: boolean
}

/** The names of the flags on the command line and in the table. */
export const flagNames = ['response_encryption'] as const
export type FlagName = (typeof flagNames)[number]

const CACHE_MS = 30_000

let cached: { flags: FeatureFlags; until: number } | undefined

/**
 * Reads the flags. They are cached for 30 s. When a read fails, returns the cached flags, however old they are.
 * Throws when the cache is empty too, because the caller might send plaintext that should be encrypted.
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

/** A flag with its stored value, for operators. */
export interface FlagState {
  readonly name: FlagName
  readonly isOn: boolean
}

/** Lists all flags with their stored values. Does not use the cache. */
export async function listFeatureFlags(): Promise<FlagState[]> {
  const item = await getFlagsItem()
  return flagNames.map((name) => ({ name, isOn: item?.[name] === true }))
}

/** Switches a flag. Functions use the new value within 30 s. */
export async function switchFeatureFlag(name: FlagName, isOn: boolean): Promise<void> {
  await putFlag(name, isOn)
}

/** Empties the cache, so that a test starts as a new execution environment does. */
export function forgetFeatureFlags(): void {
  cached = undefined
}
