import { z } from 'zod/v3';

/** Where the EBS volume is mounted in each pod. Source: vault-helm `server.auditStorage.mountPath`. */
export const AUDIT_VOLUME = '/vault/audit';

const mountPath = z
  .string()
  .regex(
    /^[a-z0-9]([-_a-z0-9]{0,62}[a-z0-9])?$/,
    'the path of a device is one name of lower case letters, digits, "-" or "_", such as file',
  );

const common = {
  format: z
    .enum(['json', 'jsonx'])
    .default('json')
    .describe('Form of the lines; the audit tail reads json only'),
  hmacAccessor: z
    .boolean()
    .default(true)
    .describe('Hash the accessors of tokens too'),
  logRaw: z
    .boolean()
    .default(false)
    .refine(
      raw => !raw,
      'logRaw would write every secret that is read or written into the log in clear; leave it out',
    )
    .describe('Never: it would write secrets in clear'),
};

const file = z
  .object({
    type: z.literal('file').describe('Lines go to a file'),
    path: mountPath
      .default('file')
      .describe('Name of the device, unique in this Vault'),
    filePath: z
      .string()
      .max(255)
      .regex(
        /^\/vault\/audit(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/,
        `filePath must be a file on the audit volume, such as ${AUDIT_VOLUME}/vault_audit.log; elsewhere it ends with the pod, or stops Vault when its disk is full`,
      )
      .default(`${AUDIT_VOLUME}/vault_audit.log`)
      .describe('The file, on the audit volume'),
    mode: z
      .string()
      .regex(/^0?[0-7]{3}$/, 'mode is an octal number such as 0600')
      .refine(
        // Source: CVE-2025-6000; Vault refuses such devices, and would not unseal with one that it has already.
        mode => [...mode.slice(-3)].every(digit => Number(digit) % 2 === 0),
        'mode must not make the file executable; use 0600, or 0640 for a reader of its group',
      )
      .refine(
        mode => Number(mode.slice(-1)) === 0,
        'mode must not open the file to everybody; use 0600 or 0640',
      )
      .default('0600')
      .describe('Mode of the file, octal'),
    ...common,
  })
  .strict();

const stdout = z
  .object({
    type: z
      .literal('stdout')
      .describe("Lines go to the pod's log, which the portal follows"),
    path: mountPath
      .default('stdout')
      .describe('Name of the device, unique in this Vault'),
    ...common,
  })
  .strict();

const socket = z
  .object({
    type: z.literal('socket').describe('Lines go to a socket'),
    path: mountPath
      .default('socket')
      .describe('Name of the device, unique in this Vault'),
    address: z
      .string()
      .regex(
        /^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:\d{1,5}$/,
        'address is a host and a port, such as collector.logging.svc:9090',
      )
      .describe('Host and port that take the lines'),
    socketType: z
      .enum(['tcp', 'udp'])
      .default('tcp')
      .describe('Protocol of the socket'),
    writeTimeout: z
      .string()
      .regex(/^[1-9]\d*(ms|s)$/, 'writeTimeout is a duration such as 2s')
      .default('2s')
      .describe('How long a request waits for the socket'),
    ...common,
  })
  .strict();

/** One audit device. Source of the options: Vault's documentation of the file and socket audit devices. */
export const auditDevice = z.discriminatedUnion('type', [file, stdout, socket]);

/** An audit device as the spec declares it. */
export type AuditDeviceSpec = z.output<typeof auditDevice>;
