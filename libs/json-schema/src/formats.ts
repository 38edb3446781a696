import { fullFormats, type FormatName } from 'ajv-formats/dist/formats.js';

/** What the keyword `format` knows of one format; what is absent is not looked at. */
export interface Format {
  readonly acceptsText?: (text: string) => boolean;
  readonly acceptsNumber?: (value: number) => boolean;
  /** Negative, 0 or positive, as with `sort`; undefined for texts that are not of the format. */
  readonly compare?: (one: string, other: string) => number | undefined;
  /** Steps of looking at one character of a text. */
  readonly stepsPerCharacter: number;
}

/** Regular expressions that look at a character a few times at most. */
const STEPS_PER_CHARACTER = 5;

/** A text that is to be a regular expression is parsed. */
const STEPS_PER_PARSED_CHARACTER = 40;

/** No date and time is longer; what is would be taken into as many parts as it has blanks. */
const MAX_DATE_TIME_CHARACTERS = 128;

/** The formats by name. A name that is not among them is ignored, as JSON Schema demands. */
export const formats: ReadonlyMap<string, Format> = new Map(
  Object.entries(fullFormats).map(([name, definition]) => [name, toFormat(name, definition)]),
);

function toFormat(name: string, definition: (typeof fullFormats)[FormatName]): Format {
  const stepsPerCharacter = name === 'regex' ? STEPS_PER_PARSED_CHARACTER : STEPS_PER_CHARACTER;
  // The expression of ajv-formats takes time that is quadratic in the text.
  if (name === 'url') return { stepsPerCharacter, acceptsText: (text) => URL.canParse(text) };
  const validate =
    typeof definition === 'object' && 'validate' in definition ? definition.validate : definition;
  if (validate instanceof RegExp) return { stepsPerCharacter, acceptsText: (text) => validate.test(text) };
  if (typeof validate !== 'function') return { stepsPerCharacter };
  if (typeof definition === 'object' && 'type' in definition && definition.type === 'number') {
    return { stepsPerCharacter, acceptsNumber: validate as (value: number) => boolean };
  }
  const accepts = validate as (text: string) => boolean;
  return {
    stepsPerCharacter,
    acceptsText: name.endsWith('date-time')
      ? (text) => text.length <= MAX_DATE_TIME_CHARACTERS && accepts(text)
      : accepts,
    ...(typeof definition === 'object' &&
      'compare' in definition && { compare: definition.compare as NonNullable<Format['compare']> }),
  };
}
