import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Lanes } from './lanes.ts';

/** Looks after deliveries that wait longer than they may. */
export class OverdueSweep implements OnModuleInit, OnModuleDestroy {
  readonly #lanes: Lanes;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;

  /** @param intervalMs a fraction of the longest wait: it is exceeded by as much at most */
  constructor(lanes: Lanes, intervalMs: number) {
    this.#lanes = lanes;
    this.#intervalMs = intervalMs;
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#lanes.deferOverdue();
    }, this.#intervalMs);
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }
}
