/** The one region of CloudFront's web ACLs, certificates and metrics, and of Route 53's health checks. */
export const EDGE_REGION = 'us-east-1'
