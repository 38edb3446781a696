import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  endOfString,
  endOfValue,
  OPEN_BRACE,
  OPEN_BRACKET,
  parseName,
  skipSpace,
  type Bounds,
} from './json-scan.ts';

/**
 * The parts of a JSON document that are left of it. Parts are named by JSON Pointers (RFC 6901) in which `*` stands for every
 * member or element of one level. All pointers are about the document as it was.
 */
export interface JsonSelection {
  /** Nothing else is left. Default: all of the document. */
  readonly only?: readonly string[] | undefined;
  /** Left out, also where `only` names it or a part of it. Default: nothing. */
  readonly omit?: readonly string[] | undefined;
}

/** Levels that a pointer may go down. */
export const MAX_POINTER_LEVELS = 32;

/** The name in a pointer that stands for every member or element. */
export const ANY_NAME = '*';

/** @returns what is wrong with a pointer in a selection, undefined if nothing is */
export function pointerProblem(pointer: string): string | undefined {
  if (pointer === '') return 'names the whole document';
  if (!/^(?:\/(?:[^/~]|~[01])*)+$/u.test(pointer)) return 'is not a JSON Pointer';
  if (pointerNames(pointer).length > MAX_POINTER_LEVELS)
    return `goes down more than ${MAX_POINTER_LEVELS} levels`;
  return undefined;
}

/** Whether a pointer stands for every part that another one stands for, or for something around it. */
export function coversPointer(outer: string, inner: string): boolean {
  const innerNames = pointerNames(inner);
  const outerNames = pointerNames(outer);
  return (
    outerNames.length <= innerNames.length &&
    outerNames.every((name, level) => name === ANY_NAME || name === innerNames[level])
  );
}

/** Told before a member or an element is looked at: where it begins, and how many pointers may name it. May throw. */
type VisitPart = (at: number, pointers: number) => void;

/**
 * What a selection leaves of a document: the bytes that stand there, without those of the parts that are left out. An object
 * or array that pointers go into stays, even if nothing is left in it. Of a document that is no object or array, `only`
 * leaves null. The document is gone through once.
 * @param json bytes that `JSON.parse` accepts
 * @returns the same buffer if everything is left
 */
export function selectJson(json: Buffer, { only, omit }: JsonSelection, visit?: VisitPart): Buffer {
  const cutter = new Cutter(json, visit);
  const document: Place = { omit: [treeOf(omit ?? [])], only: only && [treeOf(only)] };
  const start = skipSpace(json, 0);
  if (fateOf(document, isContainer(json, start)) === 'removed') return Buffer.from('null');
  if (isContainer(json, start)) cutter.enter(start, document);
  return cutter.rest();
}

/** The names behind the slashes of a pointer (RFC 6901, section 4). */
export function pointerNames(pointer: string): string[] {
  const names = pointer.split('/').slice(1);
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Pointers as a tree of their names. */
interface PointerNode {
  /** A pointer ends here. */
  isEnd: boolean;
  readonly inside: Map<string, PointerNode>;
}

function treeOf(pointers: readonly string[]): PointerNode {
  const root: PointerNode = { isEnd: false, inside: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const name of pointerNames(pointer)) {
      const inner: PointerNode = node.inside.get(name) ?? { isEnd: false, inside: new Map() };
      node.inside.set(name, inner);
      node = inner;
    }
    node.isEnd = true;
  }
  return root;
}

/** What the pointers say of a value. */
interface Place {
  /** Where the pointers of `omit` have come that lead here. */
  readonly omit: readonly PointerNode[];
  /** The same of `only`; undefined where everything is wanted. */
  readonly only: readonly PointerNode[] | undefined;
}

function placeIn({ omit, only }: Place, name: string): Place {
  const onlyHere = only && nodesIn(only, name);
  return {
    omit: nodesIn(omit, name),
    only: onlyHere?.some(({ isEnd }) => isEnd) === true ? undefined : onlyHere,
  };
}

function nodesIn(nodes: readonly PointerNode[], name: string): PointerNode[] {
  const found: PointerNode[] = [];
  for (const { inside } of nodes) {
    const named = inside.get(name);
    if (named !== undefined) found.push(named);
    const any = name === ANY_NAME ? undefined : inside.get(ANY_NAME);
    if (any !== undefined) found.push(any);
  }
  return found;
}

/** What becomes of a value. `entered`: it stays, and each part of it has a fate of its own. */
type Fate = 'kept' | 'removed' | 'entered';

function fateOf({ omit, only }: Place, canBeEntered: boolean): Fate {
  if (omit.some(({ isEnd }) => isEnd) || only?.length === 0) return 'removed';
  if (only === undefined && omit.every(({ inside }) => inside.size === 0)) return 'kept';
  if (canBeEntered) return 'entered';
  return only === undefined ? 'kept' : 'removed';
}

/** Goes through a document once, and notes what is cut out of it. */
class Cutter {
  readonly #json: Buffer;
  readonly #visit: VisitPart | undefined;
  /** In the order of the document. */
  readonly #cuts: Bounds[] = [];

  constructor(json: Buffer, visit: VisitPart | undefined) {
    this.#json = json;
    this.#visit = visit;
  }

  /**
   * Notes what is cut out of an object or array. With the first parts, the comma behind each goes; with later ones, the comma
   * before it.
   * @returns the index behind it
   */
  enter(start: number, place: Place): number {
    const json = this.#json;
    const isObject = json[start] === OPEN_BRACE;
    let keepsOne = false;
    let begin = start + 1;
    for (let index = 0; ; index++) {
      const at = skipSpace(json, begin);
      if (json[at] === CLOSE_BRACE || json[at] === CLOSE_BRACKET) return at + 1;
      this.#visit?.(at, place.omit.length + (place.only?.length ?? 0));
      const nameEnd = isObject ? endOfString(json, at) : at;
      const value = isObject ? skipSpace(json, skipSpace(json, nameEnd) + 1) : at;
      const name = isObject ? parseName(json, { start: at, end: nameEnd }) : String(index);
      const inner = placeIn(place, name);
      const fate = fateOf(inner, isContainer(json, value));
      const end = fate === 'entered' ? this.enter(value, inner) : endOfValue(json, value);
      const behind = skipSpace(json, end);
      const isLast = json[behind] !== COMMA;
      if (fate === 'removed') {
        const comma = keepsOne ? 1 : 0;
        this.#cuts.push({ start: begin - comma, end: isLast ? end : behind + 1 - comma });
      } else {
        keepsOne = true;
      }
      if (isLast) return behind + 1;
      begin = behind + 1;
    }
  }

  /** The document without what is cut out. */
  rest(): Buffer {
    if (this.#cuts.length === 0) return this.#json;
    const starts = [0, ...this.#cuts.map(({ end }) => end)];
    return Buffer.concat(starts.map((start, index) => this.#json.subarray(start, this.#cuts[index]?.start)));
  }
}

function isContainer(json: Buffer, at: number): boolean {
  return json[at] === OPEN_BRACE || json[at] === OPEN_BRACKET;
}
