import { parseTemplate, placeholdersIn, type Placeholder } from '@casewire/placeholders';
import type { FieldError } from '@casewire/rest';
import type { Webhook } from '@casewire/subscription-store';

/** Placeholders in the URL and the headers of one webhook at most: what they are filled with can be long. */
const MAX_PLACEHOLDERS = 32;

type Templates = Pick<Webhook, 'url' | 'headers'>;

/** The columns that say what a webhook's URL and headers name, so that nobody else has to read them to know. */
export function placeholderColumns(
  webhook: Templates,
): Pick<Webhook, 'contextPlaceholders' | 'secretPlaceholders'> {
  const placeholders = placeholdersOf(webhook);
  const namesOf = (wanted: Placeholder['kind']) => {
    const names = placeholders.filter(({ kind }) => kind === wanted).map(({ name }) => name);
    return [...new Set(names)].toSorted();
  };
  return { contextPlaceholders: namesOf('context'), secretPlaceholders: namesOf('secret') };
}

/** What is wrong with the placeholders of a webhook taken together. */
export function placeholderProblems(webhook: Templates): FieldError[] {
  return placeholdersOf(webhook).length > MAX_PLACEHOLDERS
    ? [{ path: 'headers', message: `hold, with the URL, more than ${MAX_PLACEHOLDERS} placeholders` }]
    : [];
}

function placeholdersOf({ url, headers }: Templates): Placeholder[] {
  return [url, ...Object.values(headers)].flatMap((text) => placeholdersIn(parseTemplate(text)));
}
