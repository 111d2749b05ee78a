import { Match, type Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadFunctions } from '../../../../infra/functions/load-functions.ts'
import { newObjectId } from '../../../../shared/object-id.ts'
import { onlyResource, synthesizeStage } from '../../../support/synthesize-stage.ts'

const { routes, workers } = await loadFunctions()
const secretOf = (logicalId: string) => [
  '{{resolve:secretsmanager:',
  { Ref: logicalId },
  ':SecretString:::}}',
]

/** The environment of a function, found by its description. */
function environmentOf(template: Template, trigger: string) {
  const found = template.findResources('AWS::Lambda::Function', {
    Properties: { Description: Match.stringLikeRegexp(`^${trigger}: `) },
  })
  return Object.values(found)[0]?.Properties.Environment?.Variables
}

function configOf(template: Template) {
  return onlyResource(template, 'AWS::CloudFront::Distribution').properties.DistributionConfig
}

/** The response headers policy of a behavior. */
function headersOf(
  template: Template,
  { ResponseHeadersPolicyId: { Ref } }: { ResponseHeadersPolicyId: { Ref: string } },
) {
  const policies = template.findResources('AWS::CloudFront::ResponseHeadersPolicy')
  return policies[Ref]?.Properties.ResponseHeadersPolicyConfig
}

/** The origin that a distribution uses for a path. */
function originOf(template: Template, path: string): string {
  const { CacheBehaviors = [], DefaultCacheBehavior, Origins } = configOf(template)
  const match = CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => {
    const source = PathPattern.replaceAll('*', '.*').replaceAll('?', '.')
    return new RegExp(`^${source}$`).test(path)
  })
  const { TargetOriginId } = match ?? DefaultCacheBehavior
  const origin = Origins.find(({ Id }: { Id: string }) => Id === TargetOriginId)
  return origin.S3OriginConfig ? 'pictures' : 'api'
}

describe('with an edge', () => {
  let template: Template
  beforeAll(async () => {
    template = (await synthesizeStage('prod')).template
  })

  test('routes go to the API, pictures go to the bucket', () => {
    for (const { routeKey } of routes) {
      const [, path = '/nothing'] = routeKey.split(' ')
      expect(originOf(template, path), routeKey).toBe('api')
    }
    expect(originOf(template, '/')).toBe('api')
    expect(originOf(template, `/${newObjectId()}/abc.jpg`)).toBe('pictures')
  })

  test('requests reach the API unchanged, and no response is cached', () => {
    const { DefaultCacheBehavior: behavior, Origins } = configOf(template)
    expect(behavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      // CachingDisabled, AllViewerExceptHostHeader
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      ViewerProtocolPolicy: 'https-only',
    })
    expect(Origins[0].CustomOriginConfig).toMatchObject({ OriginProtocolPolicy: 'https-only' })
  })

  test('no error is kept, which all users would get: CloudFront keeps them even where caching is disabled', () => {
    // All codes that CloudFront can keep, but 416 of a picture.
    const codes = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504]
    expect(configOf(template).CustomErrorResponses).toEqual(
      codes.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    )
  })

  test('pictures are cached for at most an hour, whatever their Cache-Control', () => {
    const { logicalId, properties } = onlyResource(template, 'AWS::CloudFront::CachePolicy')
    const [pictures] = configOf(template).CacheBehaviors
    expect(pictures.CachePolicyId).toEqual({ Ref: logicalId })
    expect(properties.CachePolicyConfig).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 3600,
      MaxTTL: 3600,
    })
  })

  test.each(['dev', 'prod'])(
    'pages of any origin may read pictures in stage %s, and no object runs a script',
    async (stage) => {
      const synthesized = (await synthesizeStage(stage)).template
      const config = configOf(synthesized)
      const { CacheBehaviors: [pictures] = [config.DefaultCacheBehavior] } = config
      expect(headersOf(synthesized, pictures)).toMatchObject({
        Name: `user-api-${stage}-pictures`,
        CorsConfig: { AccessControlAllowOrigins: { Items: ['*'] } },
        SecurityHeadersConfig: {
          ContentSecurityPolicy: {
            ContentSecurityPolicy: "default-src 'none'; sandbox",
            Override: true,
          },
          ContentTypeOptions: { Override: true },
        },
      })
    },
  )

  test('the header with the client’s address overwrites one of the client', () => {
    const { properties, logicalId } = onlyResource(template, 'AWS::CloudFront::Function')
    expect(properties.FunctionCode).toContain("headers['x-viewer-address'] = ")
    expect(configOf(template).DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [logicalId, 'FunctionARN'] } },
    ])
    expect(properties.Name).toBe('user-api-prod-viewer-address')
  })

  test('CloudFront’s and API Gateway’s own responses have the security headers', () => {
    expect(headersOf(template, configOf(template).DefaultCacheBehavior)).toMatchObject({
      SecurityHeadersConfig: {
        StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
        FrameOptions: { FrameOption: 'DENY' },
        ContentTypeOptions: { Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
        ContentSecurityPolicy: {
          ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        },
      },
      CustomHeadersConfig: { Items: [{ Header: 'cache-control', Value: 'no-store' }] },
    })
  })

  test('functions of routes get the secret that CloudFront sends, workers do not', () => {
    const { logicalId } = onlyResource(template, 'AWS::SecretsManager::Secret')
    const secret = { 'Fn::Join': ['', secretOf(logicalId)] }
    expect(configOf(template).Origins[0].OriginCustomHeaders).toEqual([
      { HeaderName: 'x-origin-secret', HeaderValue: secret },
    ])
    for (const { routeKey } of routes) {
      const variables = environmentOf(template, routeKey.replace(/[$/]/g, '\\$&'))
      expect(variables?.ORIGIN_SECRETS, routeKey).toEqual(secret)
    }
    for (const { trigger } of workers) {
      expect(environmentOf(template, `a ${trigger}`)).not.toHaveProperty('ORIGIN_SECRETS')
    }
  })

  test('a secret refuses changes by hand, which would reach only a part of the functions', () => {
    const { logicalId } = onlyResource(template, 'AWS::SecretsManager::Secret')
    const { properties } = onlyResource(template, 'AWS::SecretsManager::ResourcePolicy')
    expect(properties.SecretId).toEqual({ Ref: logicalId })
    expect(properties.ResourcePolicy.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: [
          'secretsmanager:PutSecretValue',
          'secretsmanager:RotateSecret',
          'secretsmanager:UpdateSecret',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        Resource: '*',
        // CloudFormation calls UpdateSecret, e.g. when a tag of the app changes.
        Condition: {
          ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-*-cfn-exec-role-*' },
        },
      },
    ])
  })

  test('the outputs name the distribution as the URL of API and pictures', () => {
    const { ApiUrl, PicturesUrl } = template.toJSON().Outputs
    const { logicalId } = onlyResource(template, 'AWS::CloudFront::Distribution')
    const url = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [logicalId, 'DomainName'] }]] }
    expect([ApiUrl.Value, PicturesUrl.Value]).toEqual([url, url])
  })

  test.each([
    [[1], '1', ['1']],
    [[1, 2], '1', ['1', '2']],
    [[2, 1], '2', ['2', '1']],
    [[2], '2', ['2']],
  ])(
    'with the secrets %j of a rotation, CloudFront sends %s, and functions accept %j',
    async (originSecrets, sent, accepted) => {
      const step = (await synthesizeStage('prod', { edge: { originSecrets } })).template
      const versionsIn = (value: unknown) =>
        [...JSON.stringify(value).matchAll(/OriginSecretsVersion(\d)/g)].map(
          ([, version]) => version,
        )
      const { HeaderValue } = configOf(step).Origins[0].OriginCustomHeaders[0]
      expect(versionsIn(HeaderValue)).toEqual([sent])
      const { ORIGIN_SECRETS } = environmentOf(step, 'GET \\/auth\\/me') ?? {}
      expect(versionsIn(ORIGIN_SECRETS)).toEqual(accepted)
    },
  )

  test('during a rotation the first secret is sent, and all are accepted', async () => {
    const rotating = (await synthesizeStage('prod', { edge: { originSecrets: [2, 1] } })).template
    const ids = Object.keys(rotating.findResources('AWS::SecretsManager::Secret'))
    const [two = '', one = ''] = ids
    expect(ids.map((id) => /Version(\d)/.exec(id)?.[1])).toEqual(['2', '1'])
    expect(configOf(rotating).Origins[0].OriginCustomHeaders[0].HeaderValue).toEqual({
      'Fn::Join': ['', secretOf(two)],
    })
    const [start, ref, end] = secretOf(two)
    const [, other, last] = secretOf(one)
    expect(environmentOf(rotating, 'GET \\/auth\\/me')?.ORIGIN_SECRETS).toEqual({
      'Fn::Join': ['', [start, ref, `${end},${start}`, other, last]],
    })
    expect(Object.keys(template.findResources('AWS::SecretsManager::Secret'))).toEqual([one])
  })

  // Each function has a reference to each secret. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
  test('during a rotation the template has at most 60 dynamic references, the quota of CloudFormation', async () => {
    const rotating = (await synthesizeStage('prod', { edge: { originSecrets: [2, 1] } })).template
    const references = JSON.stringify(rotating.toJSON()).split('{{resolve:').length - 1
    expect(references).toBeGreaterThan(20)
    expect(references).toBeLessThanOrEqual(60)
  })

  test('a custom domain is the URL', async () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1'
    const domain = { name: 'api.example.org', certificateArn }
    const named = (await synthesizeStage('prod', { edge: { originSecrets: [1], domain } })).template
    expect(configOf(named)).toMatchObject({
      Aliases: ['api.example.org'],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    })
    const { ApiUrl, PicturesUrl } = named.toJSON().Outputs
    expect(ApiUrl.Value).toBe('https://api.example.org')
    expect(PicturesUrl.Value).toBe('https://api.example.org')
  })

  test('the web ACL of the stack in us-east-1 is used, in whatever region the stage is', async () => {
    for (const region of ['ap-south-1', 'us-east-1']) {
      const { template: service, firewall } = await synthesizeStage('prod', { region })
      const [output = '', { Value } = { Value: undefined }] =
        Object.entries(firewall?.toJSON().Outputs as Record<string, { Value: unknown }>)[0] ?? []
      const { logicalId } = onlyResource(firewall as Template, 'AWS::WAFv2::WebACL')
      expect(Value).toEqual({ 'Fn::GetAtt': [logicalId, 'Arn'] })
      expect(configOf(service).WebACLId).toEqual({
        'Fn::GetStackOutput': {
          StackName: 'user-api-prod-firewall',
          OutputName: output,
          Region: 'us-east-1',
        },
      })
    }
  })

  test('an existing web ACL is used', async () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/UserApi/1'
    const edge = { originSecrets: [1], firewall: { webAclArn } }
    const { template: service, firewall } = await synthesizeStage('prod', { edge })
    expect(configOf(service).WebACLId).toBe(webAclArn)
    expect(firewall).toBeUndefined()
  })
})

describe('without an edge', () => {
  test('pictures have the same paths on the same distribution, and there is no secret', async () => {
    const [{ template }, prod] = [await synthesizeStage('dev'), await synthesizeStage('prod')]
    expect(originOf(template, `/${newObjectId()}/abc.jpg`)).toBe('pictures')
    expect(onlyResource(template, 'AWS::CloudFront::Distribution').logicalId).toBe(
      onlyResource(prod.template, 'AWS::CloudFront::Distribution').logicalId,
    )
    template.resourceCountIs('AWS::SecretsManager::Secret', 0)
    expect(JSON.stringify(template.toJSON())).not.toContain('ORIGIN_SECRETS')
    const api = onlyResource(template, 'AWS::ApiGatewayV2::Api').logicalId
    expect(template.toJSON().Outputs.ApiUrl.Value).toEqual({ 'Fn::GetAtt': [api, 'ApiEndpoint'] })
  })
})
