import {
  ACMClient,
  type CertificateDetail,
  DescribeCertificateCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-acm'
import { EDGE_REGION } from '../../stages/edge-region.ts'
import { type Check, ok } from '../check.ts'

/** Checks that the certificate of the stage's domain is issued and covers the domain. CloudFront reads it in us-east-1. */
export const certificateCheck: Check = {
  name: 'certificate',
  run: async ({ edge }) => {
    if (!edge?.domain) return ok('not needed: the stage has no custom domain')
    const { name, certificateArn } = edge.domain
    const certificate = await readCertificate(certificateArn)
    if (!certificate) {
      return { outcome: 'FAILED', found: `there is no ${certificateArn}`, todo: request(name) }
    }
    const { Status, DomainName = '', SubjectAlternativeNames = [] } = certificate
    const names = [...new Set([DomainName, ...SubjectAlternativeNames])]
    const found = `${Status}, for ${names.join(', ')}`
    if (Status !== 'ISSUED') {
      return {
        outcome: 'FAILED',
        found,
        todo: 'Add the CNAME that ACM shows to your DNS, and wait',
      }
    }
    if (names.some((pattern) => covers(pattern, name))) return ok(found)
    return { outcome: 'FAILED', found, todo: request(name) }
  },
}

async function readCertificate(CertificateArn: string): Promise<CertificateDetail | undefined> {
  try {
    const acm = new ACMClient({ region: EDGE_REGION })
    return (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

function request(domain: string): string {
  return `aws acm request-certificate --region us-east-1 --domain-name ${domain} --validation-method DNS`
}

/** Whether a certificate's name covers a domain. `*` stands for one label: https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html. */
function covers(pattern: string, domain: string): boolean {
  const [, ...parents] = domain.split('.')
  return pattern === domain || pattern === `*.${parents.join('.')}`
}
