import { Controller } from '@nestjs/common';
import { KafkaBatch, type BatchHandler, type RecordBatch } from '@casewire/kafka';
import { EventMatcher } from './event-matcher.ts';

/** Reads accepted events. */
@Controller()
export class MatchEventsController {
  readonly #matcher: EventMatcher;

  constructor(matcher: EventMatcher) {
    this.#matcher = matcher;
  }

  @KafkaBatch({ topics: 'accepted', keepsOrder: true })
  match(batch: RecordBatch): ReturnType<BatchHandler> {
    return this.#matcher.match(batch);
  }
}
