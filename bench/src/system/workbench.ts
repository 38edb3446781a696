import type { Publishers } from '../load/publishers.ts';
import type { Ground } from './ground.ts';

/** A system under test on its ground. Each event makes one delivery to the sink. */
export interface Workbench extends Ground {
  /** Every process of the system by name, Kafka and PostgreSQL among them, without sink and publishers. */
  readonly processes: ReadonlyMap<string, number>;
  readonly publishers: Publishers;
  /** Deliveries that the system has recorded as ended, since it was made. Cheap: asked while the clock runs. */
  countRecorded(): Promise<number>;
}
