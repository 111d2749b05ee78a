/**
 * Replaces references to secrets by values, as CloudFormation does. On one machine a secret protects nothing, so
 * its value is simply its ARN.
 * @throws Error for any other dynamic reference.
 */
export function withSecrets(text: string, where: string): string {
  const replaced = text.replace(/\{\{resolve:secretsmanager:([^}]+):SecretString:::\}\}/g, '$1')
  if (replaced.includes('{{resolve:')) throw new Error(`${where}: ${text} is not supported locally`)
  return replaced
}
