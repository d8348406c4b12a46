import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { auditListAnswer, AuditDevices } from '../../../connections/vault';
import type {
  ManagedResource,
  OperationContext,
} from '../../../engine/ManagedResource';
import { LoginRole, OPERATOR } from '../auth/roles';
import { observeWhenUp } from '../observeWhenUp';
import type { OpenSession, VaultSession } from '../session/VaultSession';
import { unlessInUse } from '../unlessInUse';
import { deviceChanges } from './deviceChanges';
import { WantedDevice, wantedDevice } from './wantedDevices';

async function list({ client, token }: OpenSession, ctx: OperationContext) {
  const { data } = await client.call(
    { method: 'GET', path: 'sys/audit', token, signal: ctx.signal },
    auditListAnswer,
  );
  return data;
}

async function enable(
  { client, token }: OpenSession,
  { path, type, description, options, target }: WantedDevice,
  ctx: OperationContext,
) {
  await unlessInUse(() =>
    client.run({
      method: 'PUT',
      path: `sys/audit/${path}`,
      body: { type, description, options },
      token,
      signal: ctx.signal,
    }),
  );
  ctx.log(`Audit device ${path}/ writes to ${target}`);
}

/**
 * The declared audit devices. Others are left alone. An administrator enables them: whoever may do so could also enable
 * one that writes secrets in clear, so the operator may only look.
 */
export function auditDevices(options: {
  readonly devices: VaultClusterSpec['audit']['devices'];
  readonly session: VaultSession;
  readonly admin: LoginRole;
}): ManagedResource<AuditDevices, { readonly paths: readonly string[] }> {
  const { session, admin } = options;
  const wanted = options.devices.map(wantedDevice);
  const paths = wanted.map(device => `${device.path}/`);

  const enableMissing = async (ctx: OperationContext) =>
    session.as(admin, ctx, async open => {
      const devices = await list(open, ctx);
      for (const device of wanted) {
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
    diff: devices => deviceChanges(devices, wanted),
    create: enableMissing,
    update: enableMissing,
    async delete() {
      // They end with the Vault that they audit.
    },
    output: () => ({ paths }),
    predict: () => ({ paths }),
  };
}
