import type { AcceptedEvent, JsonSelection } from '@casewire/events';
import { MAX_QUERY_STEPS } from '@casewire/jmespath';
import { StepBudget } from '@casewire/metering';
import { EventContent } from './event-content.ts';
import { selectData } from './select-data.ts';

/**
 * The data of an event that a webhook's receiver may have; undefined if finding it costs too much.
 * @param selection the webhook's `payload`; null where its receiver may have all of the data
 */
export function dataFor(event: AcceptedEvent, selection: JsonSelection | null): Buffer | undefined {
  if (selection === null) return event.data;
  return selectData(new EventContent(event), selection, new StepBudget(MAX_QUERY_STEPS))?.event.data;
}
