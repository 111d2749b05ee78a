/** The header in which CloudFront tells the secret that only it and the functions have. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret'

/** The header in which CloudFront tells the client's address, whatever the client says. */
export const VIEWER_ADDRESS_HEADER = 'x-viewer-address'
