import type { AcceptedEvent } from '@casewire/events';
import { endsRun, stateToldBy } from '@casewire/families';
import type { EndedRun, Run, ToldStateChange } from '@casewire/run-store';

/** What the events of a batch tell about the states of their runs; an event without a run tells nothing of one. */
export function toldStateChanges(events: readonly AcceptedEvent[]): ToldStateChange[] {
  return events.flatMap((event) => {
    const run = runOf(event);
    const told = stateToldBy(event);
    return run === undefined || told === undefined ? [] : [{ ...run, ...told, eventUid: event.uid }];
  });
}

/** The runs that the events of a batch end. */
export function toldRunEnds(events: readonly AcceptedEvent[]): EndedRun[] {
  return events.flatMap((event) => {
    const run = runOf(event);
    if (run === undefined || !endsRun(event.attributes.type)) return [];
    return [{ ...run, endedAt: new Date(event.acceptedAt) }];
  });
}

function runOf({ attributes }: AcceptedEvent): Run | undefined {
  const { tenantid, environment, workflowruntimeid } = attributes;
  return workflowruntimeid === undefined
    ? undefined
    : { tenantId: tenantid, environment, runId: workflowruntimeid };
}
