import { Controller } from '@nestjs/common';
import { KafkaBatch, type BatchHandler, type RecordBatch } from '@casewire/kafka';
import { Recorder } from './recorder.ts';

/** One handler for all topics that history reads, so that an attempt is applied together with its delivery. */
@Controller()
export class RecordController {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  @KafkaBatch({ topics: ['deliveries', 'ordered', 'attempts'] })
  record(batch: RecordBatch): ReturnType<BatchHandler> {
    return this.#recorder.record(batch);
  }
}
