import { Duration, Stack } from "aws-cdk-lib";
import type { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { PROMISE_BROKEN } from "../delivery/metrics.ts";
import type { BundledFunction } from "./bundled-function.ts";
import { dataKeyOf } from "./data-key.ts";
import type { Settings } from "./settings.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface Watched {
  readonly queues: Readonly<Record<string, WorkQueue>>;
  readonly functions: Readonly<Record<string, BundledFunction>>;
  readonly api: HttpApi;
}

/** In five minutes; one may be a passing fault of a service behind it. */
const MOST_SERVER_ERRORS = 5;
const FIVE_MINUTES = Duration.minutes(5);

/** What wakes somebody. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, { queues, functions, api }: Watched, settings: Settings) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", {
      displayName: `${settings.name} alarms`,
      enforceSSL: true,
      masterKey: dataKeyOf(this),
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ["sns:Publish"],
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (settings.alarms.email !== undefined) this.topic.addSubscription(new EmailSubscription(settings.alarms.email));

    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      // Sent messages would not do: those that a redrive policy moves are not counted as sent.
      this.#add(
        `${name}DeadLetters`,
        deadLetters.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
        1,
        `Messages of ${name} that could not be dealt with lie in its dead-letter queue; see their attribute "reason", then run tabularium redrive.`,
      );
      this.#add(
        `${name}Waiting`,
        queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
        settings.alarms.oldestMessageMinutes * 60,
        `Something waits for ${name} too long.`,
      );
    }
    for (const [name, { function: of }] of Object.entries(functions)) {
      this.#add(
        `${name}Errors`,
        of.metricErrors({ period: FIVE_MINUTES, statistic: Stats.SUM }),
        1,
        `${name} ended with an error or ran out of time.`,
      );
      this.#add(
        `${name}Throttles`,
        of.metricThrottles({ period: FIVE_MINUTES, statistic: Stats.SUM }),
        1,
        `${name} was refused for want of concurrency.`,
      );
    }
    // The function behind it ends well though every answer is an error.
    this.#add(
      "ApiServerErrors",
      api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      MOST_SERVER_ERRORS,
      "The API answers with errors of its own; ask /health what it can't reach.",
    );
    this.#add(
      "PromiseBroken",
      ownMetric(settings, PROMISE_BROKEN),
      1,
      "A result breaks what is promised of every result, and was not filed: the engine has an error.",
    );
  }

  #add(id: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}

/** A metric that the functions count themselves. */
export const ownMetric = ({ name }: Settings, metricName: string): Metric =>
  new Metric({
    namespace: name,
    metricName,
    dimensionsMap: { service: name },
    period: FIVE_MINUTES,
    statistic: Stats.SUM,
  });
