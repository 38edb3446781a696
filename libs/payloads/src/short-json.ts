import type { JsonValue } from '@casewire/jmespath';

/**
 * The beginning of the JSON text of a value. Values that a query made can share their parts, so that their text is
 * exponentially longer than they are in memory: no more of it is made than is shown.
 * @param most characters, above 0; a longer text ends with an ellipsis behind them
 */
export function shortJson(value: JsonValue, most: number): string {
  let text = '';
  for (const part of partsOf(value, most)) {
    text += part;
    if (text.length > most) return `${text.slice(0, most)}…`;
  }
  return text;
}

/** The text of a value in order. @param most characters of a text that are of use */
function* partsOf(value: JsonValue, most: number): Generator<string> {
  if (Array.isArray(value)) {
    yield '[';
    for (const [index, element] of value.entries()) {
      if (index > 0) yield ',';
      yield* partsOf(element, most);
    }
    yield ']';
  } else if (typeof value === 'object' && value !== null) {
    yield '{';
    let isFirst = true;
    for (const name in value) {
      yield `${isFirst ? '' : ','}${JSON.stringify(name.slice(0, most))}:`;
      yield* partsOf(value[name] ?? null, most);
      isFirst = false;
    }
    yield '}';
  } else {
    yield JSON.stringify(typeof value === 'string' ? value.slice(0, most) : value);
  }
}
