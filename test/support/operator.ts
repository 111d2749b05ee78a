/** How a client of the SDK acts as the operator of a stack that runs here, who may do everything. */
export function operatorAt(endpoint: string) {
  return {
    endpoint,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
}
