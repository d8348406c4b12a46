import type { AuditDeviceSpec } from '../auditDevice';
import { chartFullname } from '../names';
import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface AuditChoices {
  readonly release: string;
  readonly audit: {
    readonly devices: readonly AuditDeviceSpec[];
    readonly acknowledgeSocket: boolean;
    readonly auditorServiceAccount: string;
  };
  readonly admin: { readonly serviceAccount: string };
}

const twice = (names: readonly string[]) =>
  names.find((name, i) => names.indexOf(name) < i);

/** Devices do not get into each other's way, and none is a trap that was not acknowledged. */
export function refuseInAudit(
  { audit, admin, release }: AuditChoices,
  refuse: Refuse,
) {
  const { devices, acknowledgeSocket, auditorServiceAccount } = audit;
  const at = ['audit', 'devices'];
  const path = twice(devices.map(device => device.path));
  if (path) {
    refuse(at, `audit.devices: two devices are named ${path}; rename one`);
  }
  const file = twice(
    devices.flatMap(device => (device.type === 'file' ? device.filePath : [])),
  );
  if (file) {
    refuse(at, `audit.devices: two devices write to ${file}; name another one`);
  }
  for (const type of ['file', 'stdout'] as const) {
    if (!devices.some(device => device.type === type)) {
      refuse(
        at,
        type === 'file'
          ? 'audit.devices: a device of type file is missing; without it no audit line outlives its pod'
          : 'audit.devices: a device of type stdout is missing; the audit tail reads that one, and Vault needs a second device for the day on which the volume is full',
      );
    }
  }
  const tail = devices.find(device => device.type === 'stdout');
  if (tail && tail.format !== 'json') {
    refuse(
      at,
      `audit.devices: ${tail.path} must be json, which is what the audit tail reads`,
    );
  }
  const socket = devices.find(device => device.type === 'socket');
  if (socket && !acknowledgeSocket) {
    refuse(
      ['audit', 'acknowledgeSocket'],
      `audit.acknowledgeSocket: ${socket.path} may lose lines without a sign, and may hold up requests when its other end is gone; set it to true, or leave the socket out`,
    );
  }
  const taken = new Map([
    ['vault-eks-operator', 'the one by which the product itself logs in'],
    ['vault-eks-check', 'that of the pods by which this product checks Vault'],
    [chartFullname(release), "that of Vault's own pods"],
    [`${chartFullname(release)}-agent-injector`, "that of the injector's pods"],
    ['default', 'that of every pod which names none'],
  ]);
  for (const [section, field, name] of [
    ['audit', 'auditorServiceAccount', auditorServiceAccount],
    ['admin', 'serviceAccount', admin.serviceAccount],
  ]) {
    const whose = taken.get(name);
    if (whose) {
      refuse(
        [section, field],
        `${section}.${field}: ${name} is ${whose}; name another one`,
      );
    }
  }
  if (auditorServiceAccount === admin.serviceAccount) {
    refuse(
      ['audit', 'auditorServiceAccount'],
      `audit.auditorServiceAccount: ${auditorServiceAccount} is the administrator's; an auditor who administers audits nobody, so name another one`,
    );
  }
}
