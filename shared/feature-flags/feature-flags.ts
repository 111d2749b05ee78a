import { getFlagsItem, putFlag } from './stored-flags.ts'

/** Flags that `npm run flag` switches at run time. */
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
 * Reads the flags, from a cache of 30 s. When the read fails, returns the cached flags, however old.
 * With an empty cache it throws, because the caller could send plaintext that should be encrypted.
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

/** A flag as stored, for operators. */
export interface FlagState {
  readonly name: FlagName
  readonly isOn: boolean
}

/** Lists all flags, uncached. */
export async function listFeatureFlags(): Promise<FlagState[]> {
  const item = await getFlagsItem()
  return flagNames.map((name) => ({ name, isOn: item?.[name] === true }))
}

/** Switches a flag. Functions use the new value within 30 s. */
export async function switchFeatureFlag(name: FlagName, isOn: boolean): Promise<void> {
  await putFlag(name, isOn)
}

/** Empties the cache, as in a new execution environment. For tests. */
export function forgetFeatureFlags(): void {
  cached = undefined
}
