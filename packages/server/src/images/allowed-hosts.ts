/** Hosts that the operator lets images come from, whatever their address and port: `host` for the usual ports, or `host:port`. */
export type AllowedHosts = (url: URL) => boolean;

const usualPorts: Record<string, string> = { 'http:': '80', 'https:': '443' };

export const portOf = ({ port, protocol }: URL): string => port || (usualPorts[protocol] as string);

/** Reads COUNTERSIGN_IMAGE_HOSTS: hosts with or without a port, between commas. */
export function readAllowedHosts(text = process.env.COUNTERSIGN_IMAGE_HOSTS ?? ''): AllowedHosts {
  const allowed = new Set(
    text
      .split(',')
      .map((one) => one.trim().toLowerCase())
      .filter(Boolean),
  );
  return (url) => {
    const port = portOf(url);
    const isUsual = port === '80' || port === '443';
    return allowed.has(`${url.hostname}:${port}`) || (isUsual && allowed.has(url.hostname));
  };
}
