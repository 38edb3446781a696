import { isReservedHeader } from '@casewire/http-client';
import {
  fillHeader,
  fillUrl,
  parseTemplate,
  parseUrlTemplate,
  placeholdersIn,
  type PlaceholderValues,
  type Template,
} from '@casewire/placeholders';
import type { DeliveryTarget } from '@casewire/subscription-store';

type Texts = Readonly<Record<string, string>>;

/** Where one delivery goes, and with which headers of the webhook's owner. */
export interface Destination {
  readonly url: URL;
  /** The address as history shows it: without credentials, secrets as `{secret.NAME}`. */
  readonly shownUrl: string;
  /** The owner's headers without those that are not theirs to set. */
  readonly headers: Texts;
  /** Those of the headers that hold secrets, as history shows them. */
  readonly shownHeaders: Texts;
}

/**
 * Finds the destination of a delivery, given what its record has of the context.
 * @throws UnfilledPlaceholderError
 */
export type FindDestination = (context: Texts) => Destination;

/**
 * How the deliveries of a webhook find their destination; undefined if its URL cannot be read.
 * @param secrets the values of the secrets that it names, by name
 */
export function destinationFinder(
  target: DeliveryTarget,
  secrets: ReadonlyMap<string, string>,
): FindDestination | undefined {
  return target.hasPlaceholders ? filledDestination(target, secrets) : fixedDestination(target);
}

function fixedDestination({ url: text, headers }: DeliveryTarget): FindDestination | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  const destination: Destination = {
    url,
    shownUrl: withoutCredentials(url),
    headers: Object.fromEntries(settable(headers)),
    shownHeaders: {},
  };
  return () => destination;
}

function filledDestination(
  { url, headers }: DeliveryTarget,
  secrets: ReadonlyMap<string, string>,
): FindDestination | undefined {
  const urlTemplate = parseUrlTemplate(url);
  if (urlTemplate === undefined) return undefined;
  const templates = settable(headers).map(([name, text]) => [name, parseTemplate(text)] as const);
  const secretTemplates = templates.filter(([, template]) => holdsSecret(template));
  return (context) => ({
    url: new URL(fillUrl(urlTemplate, { context, secrets })),
    shownUrl: fillUrl(urlTemplate, { context }),
    headers: fillHeaders(templates, { context, secrets }),
    shownHeaders: fillHeaders(secretTemplates, { context }),
  });
}

function fillHeaders(
  templates: readonly (readonly [name: string, Template])[],
  values: PlaceholderValues,
): Texts {
  return Object.fromEntries(templates.map(([name, template]) => [name, fillHeader(template, values)]));
}

function holdsSecret(template: Template): boolean {
  return placeholdersIn(template).some(({ kind }) => kind === 'secret');
}

function settable(headers: Texts): [name: string, value: string][] {
  return Object.entries(headers).filter(([name]) => !isReservedHeader(name));
}

function withoutCredentials(url: URL): string {
  if (url.username === '' && url.password === '') return url.href;
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
