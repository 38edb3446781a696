import { Loop } from '@casewire/service';
import { BallerineConfigsController } from './ballerine-configs.controller.ts';
import { BallerineConfigs } from './ballerine-configs.ts';
import { BallerineRunsController } from './ballerine-runs.controller.ts';
import { BallerineRuns, type BallerineRunsParts } from './ballerine-runs.ts';
import { runRelayRound, type RelayOptions } from './run-relay.ts';

/** Ballerine's own paths for runs and definitions, and the loop that puts the commands of requested runs on Kafka. */
export function ballerineRunsApi(parts: Omit<BallerineRunsParts, 'onWaiting'> & RelayOptions) {
  const relay = new Loop('relay-runs', () => runRelayRound(parts));
  const runs = new BallerineRuns({
    ...parts,
    onWaiting: () => {
      relay.wakeIn(0);
    },
  });
  return {
    controllers: [BallerineRunsController, BallerineConfigsController],
    providers: [
      { provide: BallerineRuns, useValue: runs },
      { provide: BallerineConfigs, useValue: new BallerineConfigs(parts) },
    ],
    loops: [relay],
  };
}
