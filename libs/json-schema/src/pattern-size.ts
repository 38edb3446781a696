/** What a class of Unicode counts for: it is hundreds of ranges, which take as long to make as a hundred instructions. */
const UNICODE_CLASS = 100;

/** The same for a range beyond ASCII where case is ignored: each of its characters is looked up. */
const FOLDED_RANGE = 1_500;

const IGNORES_CASE = /\(\?[a-zA-Z]*i/;

/** Escapes, classes in brackets (where a bracket that comes first stands for itself), counts; else one character. */
const TOKEN =
  /\\[pPx]\{[^}]*\}|\\.|\[\^?\]?(?:\[:\w+:\]|\\[pPx]\{[^}]*\}|\\.|[^\]\\])*(?:\]|$)|\{\d+(?:,\d*)?\}|./gsu;

const COUNT = /^\{(\d+),?(\d*)\}$/;

/** What has been read of one group: its finished parts, and the last one, which a count may still repeat. */
interface Group {
  sum: number;
  last: number;
}

/**
 * How large the program of a pattern becomes at most, before it is made: `((a{30}){30})` has 13 characters and needs a
 * thousand instructions. Text that is no pattern gets some number.
 * @param pattern as RE2 writes it
 */
export function estimatePatternSize(pattern: string): number {
  const foldedRange = IGNORES_CASE.test(pattern) ? FOLDED_RANGE : 0;
  const outer: Group[] = [];
  let group = emptyGroup();
  let ranges = 0;
  for (const [token] of pattern.matchAll(TOKEN)) {
    switch (token) {
      case '(':
        outer.push(group);
        group = emptyGroup();
        break;
      case ')':
        group = append(outer.pop() ?? emptyGroup(), sizeOf(group));
        break;
      case '*':
      case '+':
      case '?':
        group.last += 2;
        break;
      default: {
        const times = token.length > 1 ? timesOf(token) : undefined;
        if (times !== undefined) group.last = repeated(group.last, times);
        else group = append(group, 1);
        // Made once, however often a count repeats them.
        if (token.length > 1) ranges += rangesOf(token, foldedRange);
      }
    }
  }
  return outer.reduce((size, open) => size + sizeOf(open), sizeOf(group) + Math.ceil(ranges));
}

/** A group takes two instructions of its own, as the whole pattern does, and one that does nothing where it is empty. */
function emptyGroup(): Group {
  return { sum: 3, last: 0 };
}

function sizeOf({ sum, last }: Group): number {
  return sum + last;
}

function append(group: Group, size: number): Group {
  return { sum: sizeOf(group), last: size };
}

/** The most that a count allows; undefined for what is none. */
function timesOf(token: string): number | undefined {
  const count = COUNT.exec(token);
  return count === null ? undefined : Math.max(Number(count[1]), Number(count[2]));
}

/** Each repetition that may be left out needs an instruction more. */
function repeated(size: number, times: number): number {
  return (size + 1) * Math.max(1, times) + 1;
}

/** What the ranges of a class count for; nothing for a character. */
function rangesOf(token: string, foldedRange: number): number {
  const unicode = UNICODE_CLASS * (token.match(/\\[pP]/g)?.length ?? 0);
  if (!token.startsWith('[')) return unicode;
  const folded = /[^\x20-\x7e]|\\[xPpWDS]/.test(token) ? (token.match(/-/g)?.length ?? 0) : 0;
  return token.length / 8 + unicode + folded * foldedRange;
}
