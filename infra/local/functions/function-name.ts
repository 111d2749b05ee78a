/**
 * The name of the function that a name or an ARN stands for, with an alias behind it or without.
 * Locally there is one version of each function, and every alias is that one.
 */
export function functionNameOf(reference: string): string {
  const parts = reference.split(':')
  return (reference.startsWith('arn:') ? parts[6] : parts[0]) ?? reference
}
