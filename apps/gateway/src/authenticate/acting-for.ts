import { environments, isEnvironment, type TenantScope } from '@casewire/events';
import { type FieldError, Problem } from '@casewire/rest';
import type { IncomingHttpHeaders } from 'node:http';

/** Tenant and environment that a request names in its headers. */
export type ActingFor = Partial<TenantScope>;

/** @throws Problem invalid-parameter */
export function actingFor(headers: IncomingHttpHeaders): ActingFor {
  const tenantId = headers['casewire-tenant'];
  const environment = headers['casewire-environment'];
  const errors: FieldError[] = [];
  if (tenantId !== undefined && !isTenantId(tenantId)) {
    errors.push({
      path: 'Casewire-Tenant',
      message: 'is not a tenant id',
      accepted: '1 to 200 visible ASCII characters',
    });
  }
  if (environment !== undefined && !isEnvironment(environment)) {
    errors.push({
      path: 'Casewire-Environment',
      message: 'is not an environment',
      accepted: environments.join(', '),
    });
  }
  if (errors.length > 0) throw new Problem('invalid-parameter', { errors });
  return {
    ...(isTenantId(tenantId) && { tenantId }),
    ...(isEnvironment(environment) && { environment }),
  };
}

function isTenantId(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,200}$/.test(value);
}
