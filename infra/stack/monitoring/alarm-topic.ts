import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/** The SNS topic of one region's alarms. It sends them to the stage's e-mail address, which must be confirmed once. */
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
    // A separate key, because CloudWatch may not use SNS's default key: its alarms would be lost.
    const key = new Key(this, 'Key', {
      description: `Alarms of the User API (${name})`,
      enableKeyRotation: true,
      // The key encrypts only messages in transit, so no data is lost with it.
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
    // Explicit, because enforceSSL adds a policy, which replaces SNS's default policy.
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
