/** One Kafka and one PostgreSQL for a whole run; workers find them through the environment. */
export { startInfrastructure as default } from '../infrastructure/infrastructure.ts';
