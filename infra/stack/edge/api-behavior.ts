import { Duration, Fn, Stack } from 'aws-cdk-lib'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as CloudFrontFunction,
  FunctionCode,
  FunctionEventType,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { Construct } from 'constructs'
import { ORIGIN_SECRET_HEADER, VIEWER_ADDRESS_HEADER } from '../../../shared/http/edge-headers.ts'
import { SECURITY_HEADERS } from '../../../shared/http/security-headers.ts'

/** Forwards requests to the API with the origin secret and the client's IP address. Caches nothing. */
export function apiBehavior(scope: Construct, apiUrl: string, secret: string): BehaviorOptions {
  // apiUrl is https://<domain>.
  const domain = Fn.select(2, Fn.split('/', apiUrl))
  return {
    origin: new HttpOrigin(domain, { customHeaders: { [ORIGIN_SECRET_HEADER]: secret } }),
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    // API Gateway finds the API by the Host header, so the client's Host header must not be forwarded.
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    responseHeadersPolicy: securityHeaders(scope),
    functionAssociations: [
      { function: setViewerAddress(scope), eventType: FunctionEventType.VIEWER_REQUEST },
    ],
  }
}

/**
 * Sets the header with the client's IP address. The origin request policy forwards every
 * header that the client sent, and none that CloudFront adds. A client could forge this header, so the
 * function overwrites it.
 */
function setViewerAddress(scope: Construct): CloudFrontFunction {
  return new CloudFrontFunction(scope, 'TellViewerAddress', {
    // A name must be unique in the account, and the default name does not contain the stage.
    functionName: `${Stack.of(scope).stackName}-viewer-address`,
    code: FunctionCode.fromInline(
      `function handler(event) {
  event.request.headers['${VIEWER_ADDRESS_HEADER}'] = { value: event.viewer.ip };
  return event.request;
}`,
    ),
  })
}

/** Adds security headers to responses that lack them: those of CloudFront and API Gateway themselves. */
function securityHeaders(scope: Construct): ResponseHeadersPolicy {
  const override = false
  return new ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    securityHeadersBehavior: {
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
      contentSecurityPolicy: {
        contentSecurityPolicy: SECURITY_HEADERS['content-security-policy'],
        override,
      },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'cache-control', value: SECURITY_HEADERS['cache-control'], override },
      ],
    },
  })
}
