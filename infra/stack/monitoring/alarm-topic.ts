import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/** The topic of the alarms of a region, with the stage's e-mail address, which has to be confirmed once. */
export class AlarmTopic extends Construct {
  readonly topic: Topic

  /** @param publishers services that notify the topic in addition to CloudWatch. */
  constructor(
    scope: Construct,
    id: string,
    { name, alarmEmail }: Stage,
    publishers: readonly string[] = [],
  ) {
    super(scope, id)
    const services = ['cloudwatch.amazonaws.com', ...publishers]
    // A separate key, because CloudWatch may not use SNS's key, and its alarms would be lost.
    const key = new Key(this, 'Key', {
      description: `Alarms of the User API (${name})`,
      enableKeyRotation: true,
      // It encrypts only messages in transit.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.topic = new Topic(this, 'Topic', {
      displayName: `User API alarms (${name})`,
      masterKey: key,
      enforceSSL: true,
    })
    const alarms = {
      principals: services.map((service) => new ServicePrincipal(service)),
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    }
    key.addToResourcePolicy(
      new PolicyStatement({
        ...alarms,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    )
    // Explicit, because the policy that enforceSSL adds replaces SNS's default one.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        ...alarms,
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    )
    if (alarmEmail) this.topic.addSubscription(new EmailSubscription(alarmEmail))
  }
}
