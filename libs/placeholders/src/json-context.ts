import { elementsAt, membersNamed } from '@casewire/events';
import { STEPS_PER_MS, StepBudget } from '@casewire/metering';
import { jsonText } from './json-text.ts';

const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const FIRST_LETTER_OF_NULL = 0x6e;

/** As an array's elements are counted: `7`, not `07`. */
const INDEX = /^(?:0|[1-9]\d*)$/;

/** The largest document that is searched, in bytes: queries have the same limit. */
export const MAX_CONTEXT_BYTES = 1024 * 1024;

/** Bytes that are searched at most, in a document and all its parts together, for all webhooks of an event. */
export const MAX_SCANNED_BYTES = 8 * MAX_CONTEXT_BYTES;

/** Steps that looking placeholders up for one webhook may take where the caller sets no limit. */
const DEFAULT_STEPS = 10 * STEPS_PER_MS;

/** Steps that a member or an element costs, and bytes of values that cost one step. */
const STEPS_PER_PART = 2;
const BYTES_PER_STEP = 8;

/** The document is too large for what is looked for in it. */
export class ContextTooExpensiveError extends Error {
  override readonly name = 'ContextTooExpensiveError';
}

/**
 * A JSON document that is searched by path, on its bytes: no member that JavaScript gives objects can be reached, and
 * numbers keep their spelling. A part that was looked for once is not searched for again.
 */
export class JsonContext {
  readonly #json: Buffer;
  readonly #visited = new Map<string, JsonContext | undefined>();
  /** Shared with the whole document. */
  readonly #scan: { left: number };

  /** @param json bytes that `JSON.parse` accepts */
  constructor(json: Buffer, scan = { left: MAX_SCANNED_BYTES }) {
    this.#json = json;
    this.#scan = scan;
  }

  /** Another document, which shares what may be scanned with this one. */
  beside(json: Buffer): JsonContext {
    return new JsonContext(json, this.#scan);
  }

  /**
   * Texts of the strings, numbers and booleans at paths: names of members and, from 0, indexes of elements, joined by
   * dots. Null, objects, arrays and nothing at all have no text. Each part is gone through once for all paths.
   * @throws ContextTooExpensiveError if the document is too large
   * @throws BudgetExceededError
   */
  textsAt(paths: readonly string[], budget = new StepBudget(DEFAULT_STEPS)): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    const ways = paths.map((path) => ({ path, names: path.split('.') }));
    this.#collect(ways, 0, texts, budget);
    return texts;
  }

  /**
   * The member or element of this name.
   * @throws ContextTooExpensiveError
   * @throws BudgetExceededError
   */
  part(name: string, budget = new StepBudget(DEFAULT_STEPS)): JsonContext | undefined {
    this.#visit([name], budget);
    return this.#visited.get(name);
  }

  #collect(ways: readonly Way[], level: number, texts: Map<string, string>, budget: StepBudget): void {
    for (const { path, names } of ways) {
      const text = names.length === level ? this.#scalarText() : undefined;
      if (text !== undefined) texts.set(path, text);
    }
    const inside = Map.groupBy(
      ways.filter(({ names }) => names.length > level),
      ({ names }) => names[level] ?? '',
    );
    this.#visit([...inside.keys()], budget);
    for (const [name, further] of inside) {
      const part = this.#visited.get(name);
      if (part !== undefined) part.#collect(further, level + 1, texts, budget);
    }
  }

  /** Finds the parts that were not looked for before. */
  #visit(names: readonly string[], budget: StepBudget): void {
    const wanted = names.filter((name) => !this.#visited.has(name));
    if (wanted.length === 0) return;
    const found = this.#find(wanted, budget);
    for (const name of wanted) {
      const json = found.get(name);
      this.#visited.set(name, json && new JsonContext(json, this.#scan));
    }
  }

  #find(names: readonly string[], budget: StepBudget): ReadonlyMap<string, Buffer> {
    const first = firstByte(this.#json);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return new Map();
    this.#scan.left -= this.#json.length;
    if (this.#json.length > MAX_CONTEXT_BYTES || this.#scan.left < 0) throw new ContextTooExpensiveError();
    let paidFor = 0;
    const pay = (at: number): void => {
      budget.spend(STEPS_PER_PART + (at - paidFor) / BYTES_PER_STEP);
      paidFor = at;
    };
    if (first === OPEN_BRACE) return membersNamed(this.#json, names, pay);
    const indexes = names.filter((name) => INDEX.test(name)).map(Number);
    const elements = elementsAt(this.#json, indexes, pay);
    return new Map([...elements].map(([index, json]) => [String(index), json]));
  }

  #scalarText(): string | undefined {
    switch (firstByte(this.#json)) {
      case OPEN_BRACE:
      case OPEN_BRACKET:
      case FIRST_LETTER_OF_NULL:
        return undefined;
      default:
        return jsonText(this.#json);
    }
  }
}

/** A path, taken apart. */
interface Way {
  readonly path: string;
  readonly names: readonly string[];
}

function firstByte(json: Buffer): number {
  return json.find((byte) => byte > SPACE) ?? SPACE;
}
