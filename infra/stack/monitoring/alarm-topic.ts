import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Stage } from '../../stages/stage.ts'

/** Where alarms go; and the stage's e-mail address, which has to confirm the first message. */
export class AlarmTopic extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, { name, alarmEmail }: Stage) {
    super(scope, id)
    // A key of its own: with SNS's, CloudWatch may not encrypt, and its alarms go nowhere.
    const key = new Key(this, 'Key', {
      description: `Alarms of the User API (${name})`,
      enableKeyRotation: true,
      // Nothing that it has encrypted is kept anywhere.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.topic = new Topic(this, 'Topic', {
      displayName: `User API alarms (${name})`,
      masterKey: key,
      enforceSSL: true,
    })
    const alarms = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    }
    key.addToResourcePolicy(
      new PolicyStatement({
        ...alarms,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    )
    // Said aloud, because the policy that refuses plain HTTP takes the place of SNS's own.
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
