import { startInfrastructure } from '../infrastructure/infrastructure.ts';

/** One Kafka and one PostgreSQL for a whole run; workers find them through the environment. */
export default async function globalSetup(): Promise<void> {
  await startInfrastructure();
}
