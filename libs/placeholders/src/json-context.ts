import { arrayElements, objectMembers } from '@casewire/events';
import { jsonText } from './json-text.ts';

const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const FIRST_LETTER_OF_NULL = 0x6e;

/**
 * A JSON document that is looked into by path, on its bytes: nothing of JavaScript's objects can be reached, and numbers
 * keep their spelling. An object or array is cut into its parts once, and only if a path leads through it.
 */
export class JsonContext {
  readonly #json: Buffer;
  readonly #visited = new Map<string, JsonContext>();
  #parts: ReadonlyMap<string, Buffer> | undefined;

  /** @param json bytes that `JSON.parse` accepts */
  constructor(json: Buffer) {
    this.#json = json;
  }

  /**
   * Text of the string, number or boolean at `path`: names of members and, from 0, indexes of elements, joined by
   * dots. Undefined for null, objects, arrays and nothing at all.
   */
  textAt(path: string): string | undefined {
    return this.#textAt(path.split('.'));
  }

  /** The member or element of this name. */
  part(name: string): JsonContext | undefined {
    const visited = this.#visited.get(name);
    if (visited !== undefined) return visited;
    this.#parts ??= partsOf(this.#json);
    const json = this.#parts.get(name);
    if (json === undefined) return undefined;
    const part = new JsonContext(json);
    this.#visited.set(name, part);
    return part;
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

/** Members by name or elements by index; none of a scalar. */
function partsOf(json: Buffer): ReadonlyMap<string, Buffer> {
  switch (firstByte(json)) {
    case OPEN_BRACE:
      return objectMembers(json);
    case OPEN_BRACKET:
      return new Map(arrayElements(json).map((element, index) => [String(index), element]));
    default:
      return new Map();
  }
}

function firstByte(json: Buffer): number {
  return json.find((byte) => byte > SPACE) ?? SPACE;
}
