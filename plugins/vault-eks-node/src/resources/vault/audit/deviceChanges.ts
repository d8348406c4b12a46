import type { AuditDevices } from '../../../connections/vault';
import type { Change } from '../../../engine/ManagedResource';
import { differences, WantedDevice } from './wantedDevices';

function changeOf(
  wanted: WantedDevice,
  present: AuditDevices[string] | undefined,
): readonly Change[] {
  const field = `${wanted.path}/`;
  const to = wanted.target;
  if (!present) {
    return [{ field, to }];
  }
  const differs = differences(present, wanted).join(', ');
  return differs
    ? [
        {
          field,
          from: differs,
          to,
          // Disabling a device to enable it anew would change its salt and leave a gap.
          refusal: `Audit device ${field} has ${differs}. It is not changed, since its hashes would never match again and lines would be missing. Declare it as it is in \`audit.devices\`, declare yours under another name, or disable it by hand (\`vault audit disable ${wanted.path}\`) and run again.`,
        },
      ]
    : [];
}

/** How the enabled devices differ from the declared ones; those of others do not count. */
export function deviceChanges(
  devices: AuditDevices,
  wanted: readonly WantedDevice[],
): readonly Change[] {
  return wanted.flatMap(device => changeOf(device, devices[`${device.path}/`]));
}
