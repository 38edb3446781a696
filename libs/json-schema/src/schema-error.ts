/** A schema that cannot be used: it is no JSON Schema, or exceeds a limit. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  /** The limit and the remedy; undefined where the message says enough. */
  readonly accepted: string | undefined;

  constructor(message: string, accepted?: string, options?: ErrorOptions) {
    super(message, options);
    this.accepted = accepted;
  }
}
