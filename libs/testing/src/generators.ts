/** An entry of its own: preparing text of any character takes a spec two seconds of CPU, and most specs need none. */
export { jsonText, textFor } from './json-text.ts';
export { oddBytes, oddRecord, oddText, type OddRecord, type SoundEvent } from './odd-events.ts';
export {
  hostilePatterns,
  hostileQueries,
  hostileSchemas,
  type HostileQuery,
  type HostileSchema,
} from './hostile-programs.ts';
export {
  hostileTenants,
  type HostileEvent,
  type HostileGround,
  type HostileTenantName,
  type Hostility,
} from './hostile-tenants.ts';
