import type { AcceptedEvent } from '@casewire/events';
import { familyOfType, stateToldBy, type Family } from '@casewire/families';
import { parseQueryInput, type JsonValue } from '@casewire/jmespath';
import type { StepBudget } from '@casewire/metering';
import type { StateChange } from '@casewire/matching-rules';
import { JsonContext } from '@casewire/placeholders';

/** An event as filters and transforms see it; its data is parsed once, and only if something asks for it. */
export class EventContent {
  readonly event: AcceptedEvent;
  readonly family: Family;
  /** Undefined where the event tells of no state. */
  readonly stateChange: StateChange | undefined;
  readonly #texts: JsonContext;
  #data: JsonValue | undefined;

  /**
   * @param knownPreviousState the run's state before the event, where it is known from earlier ones
   * @param texts the data, as placeholders see it
   */
  constructor(event: AcceptedEvent, knownPreviousState?: string, texts = new JsonContext(event.data)) {
    this.event = event;
    this.family = familyOfType(event.attributes.type);
    const told = stateToldBy(event);
    this.#texts = texts;
    this.stateChange = told && { ...told, previousState: told.previousState ?? knownPreviousState };
  }

  /** The same event with a part of its data. */
  withData(data: Buffer): EventContent {
    if (data === this.event.data) return this;
    return new EventContent(
      { ...this.event, data },
      this.stateChange?.previousState,
      this.#texts.beside(data),
    );
  }

  get tenantId(): string {
    return this.event.attributes.tenantid;
  }

  /** @throws QueryTooExpensiveError if the data is too large for queries */
  get data(): JsonValue {
    this.#data ??= parseQueryInput(this.event.data);
    return this.#data;
  }

  /**
   * What transforms and placeholders see: the part of the data that the family names, else all of it.
   * @throws QueryTooExpensiveError
   */
  get context(): JsonValue {
    const { data } = this;
    const { context } = this.family;
    if (context === undefined) return data;
    const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
    return isObject && Object.hasOwn(data, context) ? (data[context] ?? null) : null;
  }

  /**
   * The same as texts that placeholders stand for, as they are spelt in the event; undefined where there is none.
   * @param budget pays for finding the part of the data that the family names
   * @throws ContextTooExpensiveError
   * @throws BudgetExceededError
   */
  textsWithin(budget: StepBudget): JsonContext | undefined {
    const { context } = this.family;
    return context === undefined ? this.#texts : this.#texts.part(context, budget);
  }

  /**
   * What filters see: the attributes, and `data` beside them.
   * @throws QueryTooExpensiveError
   */
  get whole(): JsonValue {
    const attributes = Object.entries(this.event.attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    return { ...Object.fromEntries(attributes), data: this.data };
  }
}
