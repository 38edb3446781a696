import { Controller } from '@nestjs/common';
import { KafkaBatch, type BatchHandler, type RecordBatch } from '@casewire/kafka';
import { Deliverer } from './deliverer.ts';

/** Takes the releases that are due now. */
@Controller()
export class DeliverController {
  readonly #deliverer: Deliverer;

  constructor(deliverer: Deliverer) {
    this.#deliverer = deliverer;
  }

  @KafkaBatch({ topics: 'deliveries' })
  deliver(batch: RecordBatch): ReturnType<BatchHandler> {
    return this.#deliverer.deliver(batch);
  }
}
