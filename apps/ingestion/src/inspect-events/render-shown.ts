import type { DataUrlOf } from '@casewire/events';
import { renderPayload, type Payload, type Render } from '@casewire/payloads';

/** Bytes of bodies that one answer shows, of all webhooks together. */
const MAX_SHOWN_BYTES = 4 * 1024 * 1024;

/** Stands for the body of a webhook that gets the event, if the body is not shown. */
export interface Unshown {
  readonly kind: 'unshown';
  readonly why: string;
}

/** Shows no body. */
export const renderNothing: Render<Unshown> = () => ({ kind: 'unshown', why: 'it matches' });

/**
 * Shows the bodies of one answer up to the limit. The body that exceeds it is left out, and so are all behind it.
 * @param dataUrlOf makes the addresses in thin bodies
 */
export function renderShown(dataUrlOf: DataUrlOf): Render<Payload | Unshown> {
  let left = MAX_SHOWN_BYTES;
  return (content, webhook, invocationId, budget) => {
    if (left < 0) return tooMuch;
    const payload = renderPayload(content, webhook, invocationId, dataUrlOf, budget);
    if (payload.kind === 'rendered') left -= payload.body.length;
    return left < 0 ? tooMuch : payload;
  };
}

const tooMuch: Unshown = {
  kind: 'unshown',
  why: `it matches; its body is left out, because one answer shows at most ${MAX_SHOWN_BYTES} bytes of bodies`,
};
