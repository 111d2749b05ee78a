import type { Rehearsal } from './rehearsal.ts'

/** Explains how to reach the stacks that `npm run rehearse -- --keep` leaves running. */
export function howToUse({ emulator, dev, prod, versions }: Rehearsal): string {
  const { endpoint, region } = emulator
  const { host } = new URL(prod.api.apiUrl)
  return `The stacks stay until Ctrl-C. In another shell:
  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  npx cdk diff --app ${versions.first.assembly}
  aws cloudformation describe-stack-resources --stack-name ${versions.first.stacks.service.name}
  npm run reports -- --outputs ${dev.outputsFile}
  curl ${endpoint}/auth/me -H 'x-rehearsal-host: ${host}'`
}
