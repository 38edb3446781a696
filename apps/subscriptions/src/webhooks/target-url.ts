import { isIP } from 'node:net';
import { inspectorAddresses, type Environment, type InspectorAddresses } from '@casewire/events';
import { targetRule, type TargetRule } from '@casewire/http-client';
import { parseTemplate, templateProblem, urlTemplateProblem } from '@casewire/placeholders';
import type { Tenant } from '@casewire/subscription-store';
import { isHostAllowed, limits } from '@casewire/webhook-settings';

/** The rules for addresses that may be registered. */
export interface TargetPolicy {
  readonly environment: Environment;
  /** The hosts that the tenant's webhooks may have; undefined for all. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Allows public addresses and the configured private ones. */
  readonly anyTarget: TargetRule;
  /** Whether an address lies in the configured private ranges. */
  readonly isAllowedPrivate: (address: string) => boolean;
  /** Casewire's own addresses, of which inspectors alone may be registered. */
  readonly own: InspectorAddresses;
}

/** Makes the policy of a tenant's environment. */
export type TargetPolicyOf = (environment: Environment, tenant: Pick<Tenant, 'settings'>) => TargetPolicy;

/**
 * Makes policies.
 * @param allowedNetworks the configured private ranges, as CIDRs
 * @param publicUrl where clients reach Casewire
 * @throws CidrError if one of them cannot be read
 */
export function targetPolicy(allowedNetworks: readonly string[], publicUrl: string): TargetPolicyOf {
  const publicOnly = targetRule();
  const anyTarget = targetRule(allowedNetworks);
  const own = inspectorAddresses(publicUrl);
  return (environment, { settings }) => ({
    environment,
    allowedHosts: settings.allowedHosts,
    anyTarget,
    isAllowedPrivate: (address) => anyTarget.allows(address) && !publicOnly.allows(address),
    own,
  });
}

/** `localhost` and names below it never leave the machine (RFC 6761, section 6.3). */
const LOOPBACK = '127.0.0.1';

/**
 * @returns the problem of a webhook's URL, undefined if it has none. Host names are not resolved here: every connection
 *   checks the address that its name resolves to.
 */
export function targetUrlProblem(text: string, policy: TargetPolicy): string | undefined {
  if (text.length > limits.urlCharacters) return `is longer than ${limits.urlCharacters} characters`;
  if (/[\s\p{Cc}]/u.test(text)) return 'contains blanks or control characters';
  const problem = placeholderProblem(text);
  if (problem !== undefined) return problem;
  const url = URL.parse(text);
  if (url === null) return 'is not a URL';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'does not begin with http:// or https://';
  if (url.username !== '' || url.password !== '') return 'contains credentials; put them into `auth`';
  if (policy.own.isOwn(url)) return inspectorProblem(text, policy) ?? hostProblem(text, policy);
  const address = literalAddress(url.hostname);
  if (address !== undefined && !policy.anyTarget.allows(address)) {
    return 'is a private or special address, which deliveries do not reach';
  }
  const isInside = address !== undefined && policy.isAllowedPrivate(address);
  if (url.protocol === 'http:' && policy.environment === 'production' && !isInside) {
    return 'must begin with https:// in production';
  }
  return hostProblem(text, policy);
}

function hostProblem(text: string, { allowedHosts }: TargetPolicy): string | undefined {
  if (isHostAllowed(allowedHosts, text)) return undefined;
  return `has a host that the tenant's allowedHosts do not name; they are ${allowedHosts?.join(', ') ?? ''}`;
}

/** Of Casewire itself, deliveries reach inspectors of the sandbox and nothing else. */
function inspectorProblem(text: string, { own, environment }: TargetPolicy): string | undefined {
  if (own.idOf(text) === undefined) {
    return 'is an address of Casewire itself; only the `url` of an inspector can be registered, as it is shown';
  }
  return environment === 'sandbox' ? undefined : 'is that of an inspector, which are for the sandbox only';
}

/** @returns the problem of the URL that access tokens come from, which no event has a part in */
export function tokenUrlProblem(text: string, policy: TargetPolicy): string | undefined {
  if (parseTemplate(text).some((part) => typeof part !== 'string')) return 'cannot hold placeholders';
  if (policy.own.idOf(text) !== undefined) return 'is that of an inspector, which gives no tokens';
  return targetUrlProblem(text, policy);
}

/** A URL contains no braces but those of placeholders: any other brace is a mistake. */
function placeholderProblem(text: string): string | undefined {
  return parseTemplate(text).some((part) => typeof part === 'string' && /[{}]/.test(part))
    ? 'contains braces that are no placeholder; write them as %7B and %7D'
    : (templateProblem(text) ?? urlTemplateProblem(text));
}

/** The address that a host name is, or stands for without a look-up. `URL` has decoded every other spelling of it. */
function literalAddress(hostname: string): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return LOOPBACK;
  return isIP(host) === 0 ? undefined : host;
}
