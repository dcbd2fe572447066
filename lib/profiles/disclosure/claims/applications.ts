import { carried, isBalance } from "./carried.ts";
import type { Statement } from "./find.ts";
import { handled, outcomes } from "./handled.ts";
import { received, receivedNone, type Topic } from "./received.ts";
import type { Sentence } from "./sentence.ts";

/** What a sentence states about table 3. */
export function applicationStatements(sentence: Sentence, spoken: Topic): Statement[] {
  const topic: Topic = { ...spoken, applications: spoken.applications || isBalance(sentence.code) };
  const counted = received(sentence, topic);
  const positions = counted.map((statement) => statement.at);
  return [
    ...counted,
    ...(counted.length > 0 ? [] : receivedNone(sentence, topic)),
    ...handled(sentence, topic, positions),
    ...carried(sentence, topic),
    ...outcomes(sentence, topic),
  ];
}
