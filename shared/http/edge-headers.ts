/** The header in which CloudFront sends the secret that only CloudFront and the functions know. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret'

/** The header in which CloudFront sends the client's address. A client cannot set it: CloudFront overwrites it. */
export const VIEWER_ADDRESS_HEADER = 'x-viewer-address'
