/** What JSON (RFC 8259) expects at a place of a text. */
const expectations = {
  value: 'a value is expected',
  valueOrEnd: 'a value or ] is expected',
  name: 'a name in double quotes is expected',
  nameOrEnd: 'a name in double quotes or } is expected',
  colon: 'a colon is expected',
  commaOrBracket: 'a comma or ] is expected',
  commaOrBrace: 'a comma or } is expected',
  end: 'nothing more is expected',
  quote: 'the end of a string is expected',
  escape: 'an escape of JSON is expected',
  escapedControl: 'a control character in a string must be escaped',
} as const;

type Expectation = keyof typeof expectations;

interface Fault {
  /** UTF-16 units from the start; the length of the text if it ends too early. */
  readonly at: number;
  readonly expected: Expectation;
}

const SPACE = /[ \t\n\r]*/y;
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Words that other languages write for values. They may be shown: they say nothing of the data around them. */
const FOREIGN_WORD = /-?(?:NaN|Infinity)|undefined|None|True|False/y;

/**
 * Says what makes a text no JSON, and where. Of the text itself it shows a single character or a word such as `NaN`,
 * because data is private and rejections are listed.
 * @returns for instance `NaN at position 5 (line 1 column 6), where a value is expected`; undefined for JSON
 */
export function describeJsonFault(text: string): string | undefined {
  const fault = findFault(text);
  if (fault === undefined) return undefined;
  const { at, expected } = fault;
  const before = text.slice(0, at).split('\n');
  const place = `at position ${at} (line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1})`;
  if (at >= text.length) return `it ends too early, ${place}: ${expectations[expected]}`;
  return `${shown(text, at)} ${place}, where ${expectations[expected]}`;
}

function shown(text: string, at: number): string {
  const [word] = matchAt(FOREIGN_WORD, text, at) ?? [];
  if (word !== undefined) return word;
  const code = text.codePointAt(at) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code === 0xfeff) return `a byte order mark (${name})`;
  return code > 0x20 && code < 0x7f ? `the character ${String.fromCodePoint(code)}` : `the character ${name}`;
}

function findFault(text: string): Fault | undefined {
  const reader = new Reader(text);
  while (!reader.isAtEnd) {
    const fault = reader.readToken();
    if (fault !== undefined) return fault;
  }
  return reader.expected === 'end' ? undefined : { at: text.length, expected: reader.expected };
}

/** Reads a text token by token. It does not recurse: a text of nothing but brackets would overflow the stack. */
class Reader {
  readonly #text: string;
  readonly #open: ('array' | 'object')[] = [];
  #at: number;
  #expected: Expectation = 'value';

  constructor(text: string) {
    this.#text = text;
    this.#at = endOf(SPACE, text, 0);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  get expected(): Expectation {
    return this.#expected;
  }

  readToken(): Fault | undefined {
    const character = this.#text.charAt(this.#at);
    if (closes(character, this.#expected)) {
      this.#open.pop();
      return this.#goOn(this.#at + 1, this.#afterValue());
    }
    if (this.#expected === 'value' || this.#expected === 'valueOrEnd') return this.#readValue(character);
    if (this.#expected === 'name' || this.#expected === 'nameOrEnd')
      return character === '"' ? this.#readString('colon') : this.#fault();
    const next = followers[this.#expected]?.[character];
    return next === undefined ? this.#fault() : this.#goOn(this.#at + 1, next);
  }

  #readValue(character: string): Fault | undefined {
    switch (character) {
      case '[':
        this.#open.push('array');
        return this.#goOn(this.#at + 1, 'valueOrEnd');
      case '{':
        this.#open.push('object');
        return this.#goOn(this.#at + 1, 'nameOrEnd');
      case '"':
        return this.#readString(this.#afterValue());
      default: {
        const end = endOf(LITERAL, this.#text, this.#at);
        return end === this.#at ? this.#fault() : this.#goOn(end, this.#afterValue());
      }
    }
  }

  #readString(next: Expectation): Fault | undefined {
    const end = endOfString(this.#text, this.#at);
    return typeof end === 'number' ? this.#goOn(end, next) : end;
  }

  #goOn(at: number, expected: Expectation): Fault | undefined {
    this.#at = endOf(SPACE, this.#text, at);
    this.#expected = expected;
    return undefined;
  }

  #fault(): Fault {
    return { at: this.#at, expected: this.#expected };
  }

  #afterValue(): Expectation {
    const container = this.#open.at(-1);
    if (container === undefined) return 'end';
    return container === 'array' ? 'commaOrBracket' : 'commaOrBrace';
  }
}

/** What is expected behind a separator. */
const followers: Partial<Record<Expectation, Partial<Record<string, Expectation>>>> = {
  colon: { ':': 'value' },
  commaOrBracket: { ',': 'value' },
  commaOrBrace: { ',': 'name' },
};

function closes(character: string, expected: Expectation): boolean {
  return (
    (character === ']' && (expected === 'valueOrEnd' || expected === 'commaOrBracket')) ||
    (character === '}' && (expected === 'nameOrEnd' || expected === 'commaOrBrace'))
  );
}

/** Index behind the closing quote. */
function endOfString(text: string, start: number): number | Fault {
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < ' ') return { at, expected: 'escapedControl' };
    if (character !== '\\') at += 1;
    else {
      const end = endOf(ESCAPE, text, at);
      if (end === at) return { at, expected: 'escape' };
      at = end;
    }
  }
  return { at, expected: 'quote' };
}

/** Index behind the match of a sticky pattern; `at` itself if there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  return at + (matchAt(pattern, text, at)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
