import { retryPresets } from '@casewire/delivery-policy';
import type { RetrySchedule } from './family.ts';

/** Seconds. */
export const MINUTE = 60;

export const defaultRetry: RetrySchedule = retryPresets.standard;

export const defaultTimeoutMs = 10_000;
