import ipaddr from 'ipaddr.js';

/** The address under which a cloud tells its machines their secrets, though it is not marked as special. */
const azureMetadata = '168.63.129.16';
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Whether an address is on the public Internet. Everything else is refused: loopback, private, link-local (with the metadata services),
 * shared (carrier-grade NAT), reserved, multicast, and IPv6 forms that carry an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv6 ? address.match(globalUnicast) : address.toString() !== azureMetadata;
}
