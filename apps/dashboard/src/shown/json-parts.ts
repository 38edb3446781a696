import { JSON_TOKEN } from './pretty-json.ts';

/** A member of an object: its name and what is behind the colon. */
const MEMBER = /^("(?:[^"\\]|\\.)*")\s*:\s*(.*)$/s;

/**
 * The members of an object by name, each as it is written: numbers keep all their digits.
 * @param json of an object, as `JSON.parse` accepts it
 */
export function membersOf(json: string): ReadonlyMap<string, string> {
  const members = partsOf(json).flatMap((part) => {
    const [, name, value] = MEMBER.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[JSON.parse(name) as string, value] as const];
  });
  return new Map(members);
}

/**
 * The elements of an array, each as it is written.
 * @param json of an array, as `JSON.parse` accepts it
 */
export function elementsOf(json: string): readonly string[] {
  return partsOf(json);
}

/** What stands between the commas of the outermost object or array, without the spaces around it. */
function partsOf(json: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  const endAt = (end: number) => {
    const part = json.slice(begin, end).trim();
    if (part !== '') parts.push(part);
    begin = end + 1;
  };
  for (const { 0: token, index } of json.matchAll(JSON_TOKEN)) {
    if (token === '}' || token === ']') {
      depth -= 1;
      if (depth === 0) endAt(index);
    } else if (token === ',' && depth === 1) {
      endAt(index);
    } else if (token === '{' || token === '[') {
      depth += 1;
      if (depth === 1) begin = index + 1;
    }
  }
  return parts;
}
