import type { Attempt } from '@casewire/events';
import { z } from 'zod';
import { HIDDEN_TEXT, type Masked } from './hidden.ts';
import { maskBody, type BodyOrigin } from './mask-body.ts';

/** The parts of an exchange of which something is hidden. */
const sides = ['request', 'answer'] as const;

/** The member of answers that tells what of an exchange is hidden. */
export const hiddenSidesSchema = z
  .array(z.enum(sides))
  .optional()
  .describe(
    'Only where something is hidden from a session, or from a caller without the scope `payloads`: of the `request` the query, and texts of the event in path and headers; of the `answer` body and headers. `POST /v1/reveals` shows them.',
  );

type Exchanged = Pick<Attempt, 'request' | 'responseHeaders' | 'responseBody'>;
type Request = Pick<Attempt['request'], 'url' | 'headers'>;

export type MaskedExchange<Shown extends Exchanged> = Omit<Shown, 'responseHeaders' | 'responseBody'> & {
  readonly hidden?: (typeof sides)[number][];
};

/**
 * A request and its answer as a session sees them: without the query, and without what the receiver has answered, which may
 * repeat what it was sent.
 * @param isFilled whether URL or headers have texts of the event in the place of placeholders
 */
export function maskExchange<Shown extends Exchanged>(
  { responseHeaders, responseBody, ...shown }: Shown,
  isFilled: boolean,
): MaskedExchange<Shown> {
  const request = maskRequest(shown.request, isFilled);
  const isRequestHidden = JSON.stringify(request) !== JSON.stringify(shown.request);
  const isAnswerHidden = responseBody !== undefined || Object.keys(responseHeaders ?? {}).length > 0;
  const hidden = sides.filter((side) => (side === 'request' ? isRequestHidden : isAnswerHidden));
  return { ...shown, request, ...(hidden.length > 0 && { hidden }) };
}

/** Headers that no webhook sets, so that they hold nothing that a placeholder was filled with. */
const OWN = /^(?:content-type|traceparent|webhook-.*|ce-.*)$/i;

/** The URL and the headers of a request as a session sees them. @param isFilled as in `maskExchange` */
function maskRequest<Shown extends Request>(request: Shown, isFilled: boolean): Shown {
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, maskHeader(name, value, isFilled)] as const,
  );
  return { ...request, url: maskUrl(request.url, isFilled), headers: Object.fromEntries(headers) };
}

/**
 * A request that would be sent, with its body, as a session sees it. `hidden` is absent where it is as it was.
 * @param isFilled as in `maskExchange`
 */
export function maskWholeRequest<Shown extends Request & { readonly body: string | null }>(
  request: Shown,
  origin: BodyOrigin,
  isFilled: boolean,
): { readonly request: Shown } & Pick<Masked, 'hidden'> {
  const body = request.body === null ? undefined : maskBody(Buffer.from(request.body), origin);
  const shown = {
    ...maskRequest(request, isFilled),
    body: body === undefined ? null : (body.bytes?.toString() ?? HIDDEN_TEXT),
  };
  const isSame = JSON.stringify(shown) === JSON.stringify(request);
  return { request: shown, ...(!isSame && { hidden: body?.hidden ?? 'parts' }) };
}

export function maskHeader(name: string, value: string, isFilled: boolean): string {
  return isFilled && !OWN.test(name) ? HIDDEN_TEXT : value;
}

/** @param url whole, or a path @param isFilled as in `maskExchange`: then the path is hidden too */
export function maskUrl(url: string, isFilled: boolean): string {
  const [place = '', query] = url.split(/\?(.*)/s);
  const [origin = ''] = /^(?:[^/]*:\/\/[^/]*)?/.exec(place) ?? [];
  const shown = isFilled && place.length > origin.length + 1 ? `${origin}/${HIDDEN_TEXT}` : place;
  return query === undefined ? shown : `${shown}?${HIDDEN_TEXT}`;
}
