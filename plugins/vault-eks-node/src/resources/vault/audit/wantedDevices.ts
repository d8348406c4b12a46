import type { AuditDeviceSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { AuditDevices } from '../../../connections/vault';

/** A device as Vault is asked for it. */
export interface WantedDevice {
  /** Without its slash. */
  readonly path: string;
  readonly type: 'file' | 'socket';
  readonly description: string;
  /** Where its lines go, for people. */
  readonly target: string;
  readonly options: Readonly<Record<string, string>>;
}

/** What Vault takes when an option is not given. Source: Vault's documentation of the audit devices. */
const DEFAULTS: Readonly<Record<string, string>> = {
  format: 'json',
  hmac_accessor: 'true',
  log_raw: 'false',
  mode: '0600',
  socket_type: 'tcp',
  write_timeout: '2s',
  prefix: '',
  elide_list_responses: 'false',
  fallback: 'false',
  filter: '',
  exclude: '',
};

/** Options whose spelling may differ though they mean the same. */
const normalised = (name: string, value: string) =>
  name === 'mode' ? value.padStart(4, '0') : value;

function ownOptions(device: AuditDeviceSpec): Record<string, string> {
  switch (device.type) {
    case 'file':
      return { file_path: device.filePath, mode: device.mode };
    case 'stdout':
      return { file_path: 'stdout' };
    default:
      return {
        address: device.address,
        socket_type: device.socketType,
        write_timeout: device.writeTimeout,
      };
  }
}

const DESCRIPTIONS = {
  file: 'The EBS volume of the active pod',
  stdout: "The active pod's log, which the portal follows",
  socket: 'A collector of audit lines',
} as const;

/** A declared device in Vault's terms; options that say what Vault does anyway are left out. */
export function wantedDevice(device: AuditDeviceSpec): WantedDevice {
  const all = {
    ...ownOptions(device),
    format: device.format,
    hmac_accessor: String(device.hmacAccessor),
  };
  const options = Object.fromEntries(
    Object.entries(all)
      .map(([name, value]) => [name, normalised(name, value)] as const)
      .filter(([name, value]) => DEFAULTS[name] !== value),
  );
  return {
    path: device.path,
    type: device.type === 'socket' ? 'socket' : 'file',
    description: DESCRIPTIONS[device.type],
    target: options.file_path ?? options.address,
    options,
  };
}

/** How an enabled device differs from the declared one, such as `log_raw=true instead of false`. */
export function differences(
  present: AuditDevices[string],
  wanted: WantedDevice,
): readonly string[] {
  if (present.type !== wanted.type) {
    return [`type ${present.type} instead of ${wanted.type}`];
  }
  const now = present.options ?? {};
  const names = new Set([...Object.keys(now), ...Object.keys(wanted.options)]);
  return [...names].sort().flatMap(name => {
    const shown = (options: Readonly<Record<string, string>>) =>
      normalised(name, options[name] ?? DEFAULTS[name] ?? '');
    const [is, should] = [shown(now), shown(wanted.options)];
    return is === should
      ? []
      : [`${name}=${is || 'nothing'} instead of ${should || 'nothing'}`];
  });
}
