/**
 * Returns the name of a function from its name or ARN, with or without an alias.
 * Locally a function has one version; every alias refers to it.
 */
export function functionNameOf(reference: string): string {
  const parts = reference.split(':')
  return (reference.startsWith('arn:') ? parts[6] : parts[0]) ?? reference
}
