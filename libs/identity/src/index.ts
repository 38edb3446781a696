export { scopes, type Identity, type Scope } from './identity.ts';
export { createIdentitySigner, IDENTITY_HEADER, type IdentitySigner } from './identity-signer.ts';
export {
  CurrentIdentity,
  IdentityGuard,
  identityOf,
  Public,
  RequireScope,
  requireScope,
  tenantScope,
  visibleScope,
} from './identity-guard.ts';
