import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { FirewallLimits } from '../../stages/stage.ts'
import { Firewall } from './firewall.ts'

/** Properties of the stack. */
export interface FirewallStackProps extends StackProps {
  readonly limits: FirewallLimits
}

/**
 * The stack of CloudFront's web ACL. It is separate because CloudFormation creates global web ACLs only in
 * us-east-1, and it is deployed before the service.
 */
export class FirewallStack extends Stack {
  readonly webAclArn: string

  constructor(scope: Construct, id: string, { limits, ...props }: FirewallStackProps) {
    super(scope, id, props)
    this.webAclArn = new Firewall(this, 'Firewall', limits).webAclArn
  }
}
