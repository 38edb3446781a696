import { arrayElement, objectMember } from '@casewire/events';
import { jsonText } from './json-text.ts';

const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const FIRST_LETTER_OF_NULL = 0x6e;

/** As an array's elements are counted: `7`, not `07`. */
const INDEX = /^(?:0|[1-9]\d*)$/;

/** Largest document that is looked into: what queries take too. */
const MAX_BYTES = 1024 * 1024;

/**
 * Bytes of a document that are gone through at most, all its parts together, so that no number of placeholders, levels
 * or webhooks takes longer than some 100 ms.
 */
const MAX_SCANNED_BYTES = 8 * MAX_BYTES;

/** The document is too large for what is looked for in it. */
export class ContextTooExpensiveError extends Error {
  override readonly name = 'ContextTooExpensiveError';
}

/**
 * A JSON document that is looked into by path, on its bytes: nothing of JavaScript's objects can be reached, and numbers
 * keep their spelling. What was looked for once is known.
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

  /**
   * Text of the string, number or boolean at `path`: names of members and, from 0, indexes of elements, joined by
   * dots. Undefined for null, objects, arrays and nothing at all.
   * @throws ContextTooExpensiveError
   */
  textAt(path: string): string | undefined {
    return this.#textAt(path.split('.'));
  }

  /**
   * The member or element of this name.
   * @throws ContextTooExpensiveError
   */
  part(name: string): JsonContext | undefined {
    if (!this.#visited.has(name)) {
      const json = this.#find(name);
      this.#visited.set(name, json && new JsonContext(json, this.#scan));
    }
    return this.#visited.get(name);
  }

  #find(name: string): Buffer | undefined {
    const first = firstByte(this.#json);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return undefined;
    this.#scan.left -= this.#json.length;
    if (this.#json.length > MAX_BYTES || this.#scan.left < 0) throw new ContextTooExpensiveError();
    if (first === OPEN_BRACE) return objectMember(this.#json, name);
    return INDEX.test(name) ? arrayElement(this.#json, Number(name)) : undefined;
  }

  #textAt([name, ...rest]: readonly string[]): string | undefined {
    if (name === undefined) return this.#scalarText();
    const part = this.part(name);
    return part === undefined ? undefined : part.#textAt(rest);
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

function firstByte(json: Buffer): number {
  return json.find((byte) => byte > SPACE) ?? SPACE;
}
