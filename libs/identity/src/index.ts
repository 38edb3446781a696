export { scopes, sightOf, type Identity, type Scope, type Sight } from './identity.ts';
export { createIdentitySigner, IDENTITY_HEADER, type IdentitySigner } from './identity-signer.ts';
export { InternalClient } from './internal-client.ts';
export {
  CurrentIdentity,
  IdentityGuard,
  identityOf,
  Public,
  readIdentities,
  RequireScope,
  requireScope,
  requireView,
  tenantScope,
  visibleScope,
} from './identity-guard.ts';
