import { pointerToken } from './schema-problem.ts';

/** What a value breaks, told by the subschema that it breaks; those around it add where the value is. */
export class Failure {
  /** Keyword of JSON Schema. */
  readonly rule: string;
  /** What is demanded: `must be string`. */
  readonly demand: string;
  /** The value that breaks the rule; undefined for a member that is not there. Private: only its type is shown. */
  readonly value: unknown;
  readonly #segments: (string | number)[] = [];

  constructor(rule: string, demand: string, value: unknown) {
    this.rule = rule;
    this.demand = demand;
    this.value = value;
  }

  /** The same failure, seen from the array or object that has the value at `segment`. */
  at(segment: string | number): this {
    this.#segments.push(segment);
    return this;
  }

  /** JSON pointer to the value. */
  get pointer(): string {
    return this.#segments
      .toReversed()
      .map((segment) => `/${pointerToken(String(segment))}`)
      .join('');
  }
}
