/** A line of one text or of both. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Pairs of lines that are compared at most; a tab stays responsive. */
const MAX_PAIRS = 4_000_000;

/**
 * How a text became another one, line by line: with as few lines removed and added as there can be. Between texts that
 * differ in too many lines, all lines between the first and the last difference count as replaced.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const removed = old.slice(head, old.length - tail);
  const added = now.slice(head, now.length - tail);
  const between =
    removed.length * added.length > MAX_PAIRS
      ? [...lines('removed', removed), ...lines('added', added)]
      : diffByTable(removed, added);
  return [...lines('same', old.slice(0, head)), ...between, ...lines('same', old.slice(old.length - tail))];
}

function lines(kind: DiffLine['kind'], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ kind, text }));
}

/** By the table of the longest common subsequences. */
function diffByTable(old: readonly string[], now: readonly string[]): DiffLine[] {
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      longest[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length && column < now.length) {
    const [was, is] = [old[row] ?? '', now[column] ?? ''];
    if (was === is) {
      found.push({ kind: 'same', text: was });
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      found.push({ kind: 'removed', text: was });
      row += 1;
    } else {
      found.push({ kind: 'added', text: is });
      column += 1;
    }
  }
  return [...found, ...lines('removed', old.slice(row)), ...lines('added', now.slice(column))];
}

/** A stretch of lines, or how many equal ones are left out. */
export type DiffPart = { readonly lines: readonly DiffLine[] } | { readonly leftOut: number };

/**
 * The lines that differ, with some around them.
 * @param around equal lines that stay beside a difference
 */
export function withoutEqual(all: readonly DiffLine[], around: number): readonly DiffPart[] {
  const isShown = new Uint8Array(all.length);
  all.forEach(({ kind }, index) => {
    if (kind !== 'same') isShown.fill(1, Math.max(0, index - around), index + around + 1);
  });
  const parts: DiffPart[] = [];
  for (let begin = 0; begin < all.length;) {
    const shown = isShown[begin];
    let end = begin;
    while (end < all.length && isShown[end] === shown) end += 1;
    parts.push(shown === 1 ? { lines: all.slice(begin, end) } : { leftOut: end - begin });
    begin = end;
  }
  return parts;
}
