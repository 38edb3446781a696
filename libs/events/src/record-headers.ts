/** Headers of a Kafka record as text: UTF-8, last value wins. */
export type RecordHeaders = Record<string, string>;

/** A record on one of Casewire's own topics that Casewire cannot have written. It becomes a dead letter. */
export class MalformedRecordError extends Error {
  override readonly name = 'MalformedRecordError';
}

/**
 * The value of a header that must be there.
 * @throws MalformedRecordError if it is missing or `accepts` refuses it.
 */
export function requireHeader(
  headers: RecordHeaders,
  name: string,
  accepts: (value: string) => boolean = () => true,
): string {
  const value = headers[name];
  if (value === undefined) throw new MalformedRecordError(`header ${name} is missing`);
  if (!accepts(value)) throw new MalformedRecordError(`header ${name} has an unacceptable value`);
  return value;
}
