import ipaddr from 'ipaddr.js';

/** Says which addresses may be connected to. */
export interface TargetRule {
  /** @param address an IPv4 or IPv6 address in any spelling; anything else is refused */
  allows(address: string): boolean;
}

/** A CIDR of the configuration that cannot be read. */
export class CidrError extends Error {
  override readonly name = 'CidrError';
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * The only IPv6 block from which public addresses are assigned (RFC 4291, section 2.4). ipaddr.js also calls unassigned
 * blocks and IPv4-compatible addresses (`::127.0.0.1`) unicast.
 */
const globalUnicast6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Allows public unicast addresses, and all addresses in the given networks.
 * IPv4-mapped IPv6 addresses are judged as the IPv4 addresses they stand for; NAT64, 6to4 and Teredo are refused.
 * @param allowedNetworks CIDRs such as `127.0.0.0/8`
 * @throws CidrError if one of them cannot be read
 */
export function targetRule(allowedNetworks: readonly string[] = []): TargetRule {
  const allowed = allowedNetworks.map(parseNetwork);
  return {
    allows(address) {
      if (!ipaddr.isValid(address)) return false;
      const ip = ipaddr.process(address);
      return isPublicUnicast(ip) || allowed.some((network) => contains(network, ip));
    },
  };
}

function isPublicUnicast(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (ip.range() !== 'unicast') return false;
  return ip instanceof ipaddr.IPv4 || ip.match(globalUnicast6);
}

function contains([network, bits]: Network, ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network.kind() === ip.kind() && ip.match(network, bits);
}

function parseNetwork(cidr: string): Network {
  if (!ipaddr.isValidCIDR(cidr)) throw new CidrError(`${cidr} is not a network in CIDR notation`);
  return ipaddr.parseCIDR(cidr);
}
