/** The header in which CloudFront sends the secret that only it and the functions know. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret'

/** The header in which CloudFront sends the client's address. It overwrites the client's own. */
export const VIEWER_ADDRESS_HEADER = 'x-viewer-address'
