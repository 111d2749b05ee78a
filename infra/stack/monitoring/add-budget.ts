import type { Stack } from 'aws-cdk-lib'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import type { Topic } from 'aws-cdk-lib/aws-sns'

/**
 * Adds a budget for the whole account: it notifies the topic when 80 % are spent, and when the
 * forecast for the month is above it. AWS updates costs up to three times a day, so this is no
 * protection against an attack.
 */
export function addBudget(stack: Stack, monthlyUsd: number, topic: Topic): void {
  const subscribers = [{ subscriptionType: 'SNS', address: topic.topicArn }]
  const notify = (notificationType: string, threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold },
    subscribers,
  })
  const budget = new CfnBudget(stack, 'Budget', {
    budget: {
      // No name, so that CloudFormation generates one. A change of the notifications replaces the budget: the new one is
      // created before the old one is deleted, which fails when both have the same name.
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyUsd, unit: 'USD' },
    },
    notificationsWithSubscribers: [notify('ACTUAL', 80), notify('FORECASTED', 100)],
  })
  // AWS Budgets sends a test message when the budget is created, so the topic's policy must exist first.
  budget.node.addDependency(topic)
}
