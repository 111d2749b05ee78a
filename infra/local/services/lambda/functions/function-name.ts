/**
 * Returns the name of a function from its name or ARN, with or without an alias.
 * Locally a function has one version, which every alias stands for.
 */
export function functionNameOf(reference: string): string {
  const parts = reference.split(':')
  return (reference.startsWith('arn:') ? parts[6] : parts[0]) ?? reference
}
