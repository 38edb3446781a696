import { Controller } from '@nestjs/common';
import { topicName } from '@casewire/events';
import { KafkaBatch, type BatchHandler, type RecordBatch } from '@casewire/kafka';
import { EventAcceptor } from './event-acceptor.ts';

/** The way in from Kafka: Casewire's own topic, and those that upstream already writes to. */
@Controller()
export class AcceptEventsController {
  readonly #acceptor: EventAcceptor;

  constructor(acceptor: EventAcceptor) {
    this.#acceptor = acceptor;
  }

  @KafkaBatch({
    topics: ({ prefix, upstreamTopics }) => [topicName(prefix, 'events'), ...upstreamTopics],
    keepsOrder: true,
  })
  accept(batch: RecordBatch): ReturnType<BatchHandler> {
    return this.#acceptor.accept(batch);
  }
}
