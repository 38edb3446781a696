import type { StepBudget } from '@casewire/metering';
import { RE2JS } from 're2js';
import { estimatePatternSize } from './pattern-size.ts';
import { SchemaError } from './schema-error.ts';

/** Steps of compiling, an instruction: it is parsed, simplified and translated. */
const STEPS_PER_INSTRUCTION = 100;

/** Bytes of memory, an instruction. */
const BYTES_PER_INSTRUCTION = 200;

/** Instructions of a pattern at most, classes of Unicode counted for their ranges. */
export function patternSize(source: string): number {
  return estimatePatternSize(RE2JS.translateRegExp(source));
}

/** An instruction of a program of re2js. The specs compare every kind with re2js's own engines. */
interface Instruction {
  readonly op: number;
  /** The next instruction. */
  readonly out: number;
  /** The other next instruction of an alternative; what a condition demands. */
  readonly arg: number;
  matchRune(codePoint: number): boolean;
}

interface Program {
  readonly start: number;
  numInst(): number;
  getInst(index: number): Instruction;
  /** What the beginning of the pattern demands. */
  startCond(): number;
}

const ALTERNATIVE = 1;
const ALTERNATIVE_WITH_MATCH = 2;
const CAPTURE = 3;
const CONDITION = 4;
const FAIL = 5;
const MATCH = 6;
const NOTHING = 7;

/** What a place in a text can fulfil: `^`, `$` and `\b`. */
const LINE_BEGINS = 1;
const LINE_ENDS = 2;
const TEXT_BEGINS = 4;
const TEXT_ENDS = 8;
const WORD_BOUNDARY = 16;
const NO_WORD_BOUNDARY = 32;

/** Stands for the character before a text and the one behind it. */
const NONE = -1;

/**
 * A pattern of JSON Schema that pays for each instruction it follows. re2js compiles it, but its engines build tables
 * whose size and cost depend on what was matched before. So the program is run here, on all its paths at a time
 * (Thompson's simulation): time is at most the text times the program, and always the same for the same text.
 */
export class Pattern {
  /** See `patternSize`. */
  readonly size: number;
  readonly #instructions: readonly Instruction[];
  readonly #start: number;
  readonly #onlyAtStart: boolean;

  /**
   * @param budget pays for compiling
   * @throws SchemaError if RE2 does not have what is in the pattern
   */
  constructor(source: string, budget: StepBudget) {
    this.size = patternSize(source);
    budget.spend(this.size * STEPS_PER_INSTRUCTION);
    const program = compile(RE2JS.translateRegExp(source));
    this.#instructions = Array.from({ length: program.numInst() }, (_, index) => program.getInst(index));
    this.#start = program.start;
    this.#onlyAtStart = (program.startCond() & TEXT_BEGINS) !== 0;
  }

  /** Estimate of the memory that the pattern takes. */
  get bytes(): number {
    return this.size * BYTES_PER_INSTRUCTION;
  }

  /**
   * Whether the pattern matches anywhere in the text.
   * @throws BudgetExceededError
   */
  test(text: string, budget: StepBudget): boolean {
    paths.prepare(this.#instructions.length);
    let next = codePointAt(text, 0);
    let isMatch = this.#follow(this.#start, conditionsAt(NONE, next));
    budget.spend(paths.steps);
    for (let at = 0; !isMatch && next !== NONE;) {
      const current = next;
      at += current > 0xffff ? 2 : 1;
      next = codePointAt(text, at);
      paths.turn();
      if (this.#onlyAtStart && paths.lastLength === 0) break;
      isMatch = this.#advance(current, conditionsAt(current, next));
      budget.spend(paths.steps);
    }
    return isMatch;
  }

  /** Moves every path over a character. Returns true if one of them comes to the end of the pattern. */
  #advance(codePoint: number, conditions: number): boolean {
    const { last, lastLength } = paths;
    for (let index = 0; index < lastLength; index++) {
      const instruction = this.#instructions[last[index] ?? 0];
      if (instruction?.matchRune(codePoint) !== true) continue;
      if (this.#follow(instruction.out, conditions)) return true;
    }
    return !this.#onlyAtStart && this.#follow(this.#start, conditions);
  }

  /** Follows a path, and those that branch off, to the instructions that wait for a character. */
  #follow(start: number, conditions: number): boolean {
    const { branches } = paths;
    let count = 1;
    branches[0] = start;
    while (count > 0) {
      const at = branches[--count] ?? 0;
      const instruction = this.#instructions[at];
      if (instruction === undefined || !paths.visit(at)) continue;
      switch (instruction.op) {
        case ALTERNATIVE:
        case ALTERNATIVE_WITH_MATCH:
          branches[count++] = instruction.arg;
          branches[count++] = instruction.out;
          break;
        case CAPTURE:
        case NOTHING:
          branches[count++] = instruction.out;
          break;
        case CONDITION:
          if ((instruction.arg & ~conditions) === 0) branches[count++] = instruction.out;
          break;
        case FAIL:
          break;
        case MATCH:
          return true;
        default:
          paths.wait(at);
      }
    }
    return false;
  }
}

/** The places in a program that a match has reached. One match is over before the next begins, so all share them. */
class Paths {
  /** Instructions that waited for the last character. */
  last = new Int32Array();
  lastLength = 0;
  /** Instructions that are still to be followed; each is put there twice at most. */
  branches = new Int32Array();
  /** Steps of the last character. */
  steps = 0;
  #waiting = new Int32Array();
  #waitingLength = 0;
  #visited = new Float64Array();
  #turn = 0;

  /** Begins a match of a program of so many instructions. */
  prepare(instructions: number): void {
    if (this.#visited.length < instructions) {
      this.last = new Int32Array(instructions);
      this.#waiting = new Int32Array(instructions);
      this.#visited = new Float64Array(instructions);
      this.branches = new Int32Array(2 * instructions + 1);
    }
    this.#waitingLength = 0;
    this.turn();
  }

  /** Goes on to the next character. */
  turn(): void {
    [this.last, this.#waiting] = [this.#waiting, this.last];
    this.lastLength = this.#waitingLength;
    this.#waitingLength = 0;
    this.steps = 1 + this.lastLength;
    this.#turn++;
  }

  /** Returns false if the instruction was visited at this character before. */
  visit(at: number): boolean {
    if (this.#visited[at] === this.#turn) return false;
    this.#visited[at] = this.#turn;
    this.steps++;
    return true;
  }

  wait(at: number): void {
    this.#waiting[this.#waitingLength++] = at;
  }
}

const paths = new Paths();

function compile(pattern: string): Program {
  try {
    return RE2JS.compile(pattern).re2().prog as Program;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError(
      `patterns are RE2, without lookaround, backreferences and counts above 1000: ${reason}`,
      undefined,
      { cause },
    );
  }
}

function codePointAt(text: string, at: number): number {
  return text.codePointAt(at) ?? NONE;
}

const NEWLINE = 10;

function conditionsAt(before: number, behind: number): number {
  let fulfilled = isWordCharacter(before) === isWordCharacter(behind) ? NO_WORD_BOUNDARY : WORD_BOUNDARY;
  if (before === NONE) fulfilled |= TEXT_BEGINS | LINE_BEGINS;
  else if (before === NEWLINE) fulfilled |= LINE_BEGINS;
  if (behind === NONE) fulfilled |= TEXT_ENDS | LINE_ENDS;
  else if (behind === NEWLINE) fulfilled |= LINE_ENDS;
  return fulfilled;
}

/** Letters and digits of ASCII and the underscore, which is what RE2's `\b` knows. */
function isWordCharacter(codePoint: number): boolean {
  return (
    (codePoint >= 0x61 && codePoint <= 0x7a) ||
    (codePoint >= 0x41 && codePoint <= 0x5a) ||
    (codePoint >= 0x30 && codePoint <= 0x39) ||
    codePoint === 0x5f
  );
}
