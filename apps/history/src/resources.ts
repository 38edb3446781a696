import { createBackbone, type Backbone } from '@casewire/backbone';
import type { Platform } from '@casewire/service';
import type { Config } from './config.ts';
import { Positions } from './find-lost/positions.ts';
import { RestoreWatch } from './find-lost/restore-watch.ts';

/** The connections that history works with; none of them is open yet. */
export interface Resources extends Backbone {
  readonly positions: Positions;
  readonly watch: RestoreWatch;
}

export function createResources(platform: Platform<Config>): Resources {
  const { config, logger } = platform;
  const backbone = createBackbone({
    ...platform,
    service: 'history',
    topics: [
      ...(['events', 'accepted', 'deliveries', 'ordered', 'attempts', 'rejected'] as const),
      ...(config.CASEWIRE_OUTCOMES ? (['outcomes'] as const) : []),
    ],
  });
  const { pool, admin } = backbone;
  const positions = new Positions(admin, pool, config.CASEWIRE_TOPIC_PREFIX);
  const watch = new RestoreWatch(pool, positions, logger);
  // Restoring a backup ends our connections first.
  pool.on('error', () => {
    watch.distrust();
  });
  return { ...backbone, positions, watch };
}
