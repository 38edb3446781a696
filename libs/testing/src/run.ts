/** What is started once for a run of specs. jest's global setup cannot load modules that await something as they load. */
export { readAddresses, testTopicPrefix } from './infrastructure/addresses.ts';
export { createDatabase } from './infrastructure/databases.ts';
export { startInfrastructure, stopInfrastructure } from './infrastructure/infrastructure.ts';
export { startSystem } from './system/start-system.ts';
