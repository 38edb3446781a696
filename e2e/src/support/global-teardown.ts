import { stopInfrastructure } from '@casewire/testing/run';
import { stopSharedSystem } from './shared-system.ts';

export default async function tearDown(): Promise<void> {
  await stopSharedSystem();
  await stopInfrastructure();
}
