/** Options of an SDK client with all permissions on a local stack. */
export function operatorAt(endpoint: string) {
  return {
    endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
}
