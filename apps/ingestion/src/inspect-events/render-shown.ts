import { renderPayload, type Payload, type Render } from '@casewire/payloads';

/** What one answer shows of the bodies of all webhooks together, in bytes. */
const MAX_SHOWN_BYTES = 4 * 1024 * 1024;

/** Said of a webhook that gets the event, in place of a body. */
export interface Unshown {
  readonly kind: 'unshown';
  readonly why: string;
}

/** Makes no body at all. */
export const renderNothing: Render<Unshown> = () => ({ kind: 'unshown', why: 'it matches' });

/** Makes the bodies of one answer; where they become too large, that one and all behind it are left out. */
export function renderShown(): Render<Payload | Unshown> {
  let left = MAX_SHOWN_BYTES;
  return (...about) => {
    if (left < 0) return tooMuch;
    const payload = renderPayload(...about);
    if (payload.kind === 'rendered') left -= payload.body.length;
    return left < 0 ? tooMuch : payload;
  };
}

const tooMuch: Unshown = {
  kind: 'unshown',
  why: `it matches; its body is left out, because one answer shows at most ${MAX_SHOWN_BYTES} bytes of bodies`,
};
