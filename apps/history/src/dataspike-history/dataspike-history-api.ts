import type { Pool } from '@casewire/database';
import { DataspikeHistoryReader } from './dataspike-history-reader.ts';
import { DataspikeHistoryController } from './dataspike-history.controller.ts';

/** Dataspike's own path for the history of webhooks. */
export function dataspikeHistoryApi(pool: Pool) {
  return {
    controllers: [DataspikeHistoryController],
    providers: [{ provide: DataspikeHistoryReader, useValue: new DataspikeHistoryReader(pool) }],
  };
}
