import type { Load, ProducerObserver } from '../observers.ts';
import type { ShareLimits } from './limits.ts';

/** One user of a shared producer: a service, as a rule. */
export class ProducerShare implements Load {
  readonly limits: ShareLimits;
  readonly observer: ProducerObserver;
  /** Its part of the buffer. */
  records = 0;
  bytes = 0;
  /** When a request with records of it was last begun, by `performance.now()`. */
  requestedAt = -Infinity;

  constructor(limits: ShareLimits, observer: ProducerObserver) {
    this.limits = limits;
    this.observer = observer;
  }
}
