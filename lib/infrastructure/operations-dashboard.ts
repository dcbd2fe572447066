import { AlarmStatusWidget, Dashboard, GraphWidget, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import { DOCUMENT_METRICS } from "../delivery/metrics.ts";
import { type Alarms, ownMetric, type Watched } from "./alarms.ts";
import type { Settings } from "./settings.ts";

/** One page on which to see whether documents come through. */
export class OperationsDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { queues, functions }: Watched, { alarms }: Alarms, settings: Settings) {
    super(scope, id, { dashboardName: settings.name });
    const ours = Object.values(DOCUMENT_METRICS).map((metricName) => ownMetric(settings, metricName));
    this.addWidgets(new AlarmStatusWidget({ title: "Alarms", alarms, width: 24 }));
    this.addWidgets(
      new GraphWidget({ title: "Documents", left: ours, width: 12 }),
      new GraphWidget({
        title: "Waiting and given up",
        left: Object.values(queues).map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
        right: Object.values(queues).map(({ deadLetters }) => deadLetters.metricApproximateNumberOfMessagesVisible()),
        width: 12,
      }),
    );
    this.addWidgets(
      new GraphWidget({
        title: "Duration (p95)",
        left: Object.values(functions).map((of) => of.function.metricDuration({ statistic: Stats.p(95) })),
        width: 12,
      }),
      new GraphWidget({
        title: "Errors and throttles",
        left: Object.values(functions).map((of) => of.function.metricErrors()),
        right: Object.values(functions).map((of) => of.function.metricThrottles()),
        width: 12,
      }),
    );
  }
}
