import { stopInfrastructure } from '../infrastructure/infrastructure.ts';

export default async function globalTeardown(): Promise<void> {
  await stopInfrastructure();
}
