import { nameOnly } from '../../template/resource-type.ts'
import { ofType } from '../../template/template.ts'
import { startFauxqs } from '../fauxqs/fauxqs.ts'
import type { Service } from '../service.ts'
import { s3Api } from './api.ts'

export const BUCKET = 'AWS::S3::Bucket'
export const BUCKET_POLICY = 'AWS::S3::BucketPolicy'

/** S3: buckets in the emulator fauxqs. Bucket policies decide what CloudFront may show. */
export const s3: Service = {
  types: {
    [BUCKET]: {
      nameProperty: 'BucketName',
      toName: (generated) => generated.toLowerCase(),
      attributes: ({ name, place }) => ({
        Ref: name,
        Arn: `arn:aws:s3:::${name}`,
        RegionalDomainName: bucketDomain(name, place.region),
      }),
    },
    [BUCKET_POLICY]: nameOnly,
  },
  start: async ({ share }) => {
    const engine = await share(startFauxqs)
    return {
      api: s3Api(engine.url),
      create: (resources, { region }) => {
        engine.create({ region, buckets: ofType(resources, BUCKET).map(({ name }) => name) })
        return {}
      },
    }
  },
}

/** The domain under which a distribution refers to a bucket. */
export function bucketDomain(name: string, region: string): string {
  return `${name}.s3.${region}.amazonaws.com`
}
