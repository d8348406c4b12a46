import { InputError } from '@backstage/errors';
import { auditListAnswer, AuditDevices } from '../../../connections/vault';
import type {
  Change,
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { OPERATOR } from '../auth/roles';
import { observeWhenUp } from '../observeWhenUp';
import type { OpenSession, VaultSession } from '../session/VaultSession';

interface WantedDevice {
  readonly path: string;
  readonly filePath: string;
  readonly description: string;
}

/** Two, because Vault refuses every request once its only device fails. */
const WANTED: readonly WantedDevice[] = [
  {
    path: 'file',
    filePath: '/vault/audit/vault_audit.log',
    description: 'The EBS volume of the active pod',
  },
  {
    path: 'stdout',
    filePath: 'stdout',
    description: "The active pod's log, which the portal follows",
  },
];

async function list({ client, token }: OpenSession, ctx: OperationContext) {
  const { data } = await client.call(
    { method: 'GET', path: 'sys/audit', token, signal: ctx.signal },
    auditListAnswer,
  );
  return data;
}

async function enable(
  { client, token }: OpenSession,
  device: WantedDevice,
  ctx: OperationContext,
) {
  try {
    await client.run({
      method: 'PUT',
      path: `sys/audit/${device.path}`,
      body: {
        type: 'file',
        description: device.description,
        options: { file_path: device.filePath },
      },
      token,
      signal: ctx.signal,
    });
  } catch (error) {
    if (
      !(error instanceof InputError && /already in use/.test(error.message))
    ) {
      throw error;
    }
  }
  ctx.log(`Audit device ${device.path}/ writes to ${device.filePath}`);
}

const isAsWanted = (devices: AuditDevices, wanted: WantedDevice) => {
  const device = devices[`${wanted.path}/`];
  return (
    device?.type === 'file' && device.options?.file_path === wanted.filePath
  );
};

/** The two audit devices. Others are left alone. */
export function auditDevices(options: {
  readonly session: VaultSession;
}): ManagedResource<AuditDevices, { readonly paths: readonly string[] }> {
  const { session } = options;
  const paths = WANTED.map(device => `${device.path}/`);

  const enableMissing = async (ctx: OperationContext) =>
    session.as(OPERATOR, ctx, async open => {
      const devices = await list(open, ctx);
      for (const device of WANTED) {
        if (!devices[`${device.path}/`]) {
          await enable(open, device, ctx);
        }
      }
    });

  return {
    title: `Audit devices ${paths.join(' and ')}`,
    observe: ctx =>
      observeWhenUp(async () => {
        const devices = await session.as(OPERATOR, ctx, open =>
          list(open, ctx),
        );
        return Object.keys(devices).length > 0 ? devices : undefined;
      }),
    diff: devices =>
      WANTED.filter(wanted => !isAsWanted(devices, wanted)).map(
        (wanted): Change => {
          const present = devices[`${wanted.path}/`];
          return {
            field: `${wanted.path}/`,
            from: present?.options?.file_path,
            to: wanted.filePath,
            // Disabling a device to enable it anew would change its salt and leave a gap.
            refusal: present
              ? `Audit device ${wanted.path}/ writes to ${
                  present.options?.file_path ?? present.type
                } instead of ${
                  wanted.filePath
                }; disable it by hand and run again.`
              : undefined,
          };
        },
      ),
    create: enableMissing,
    update: enableMissing,
    async delete() {
      // They end with the Vault that they audit.
    },
    output: () => ({ paths }),
    predict: () => ({ paths }),
  };
}
