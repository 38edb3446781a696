/**
 * Settings for a ledger under load on a laptop. Durability stays at its defaults (`fsync` and `synchronous_commit` on),
 * so that local tests and measurements hold for production.
 */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '160MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  jit: 'off',
  log_min_duration_statement: '1000',
  log_line_prefix: '%m [%p] %a ',
};

/** The command line arguments for the server, one `-c name=value` a setting. */
export function settingArguments(port: number, more: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries({ ...settings, ...more, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}
