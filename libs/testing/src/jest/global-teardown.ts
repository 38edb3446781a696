export { stopInfrastructure as default } from '../infrastructure/infrastructure.ts';
