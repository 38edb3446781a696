import { startInfrastructure } from '@casewire/testing/run';
import { startSharedSystem } from './shared-system.ts';

/** Kafka, PostgreSQL, and the system that specs share. */
export default async function setUp(): Promise<void> {
  await startInfrastructure();
  await startSharedSystem();
}
