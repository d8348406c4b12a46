import type { AuditVolumeStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Tone } from './tone';

const WARNING_PERCENT = 80;
const ERROR_PERCENT = 95;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** How full a volume is. */
export interface VolumeFill {
  readonly usedBytes: number;
  readonly capacityBytes: number;
  /** Whole percent, 0 to 100. */
  readonly percent: number;
  readonly tone: Tone;
}

/** How full a volume is; `undefined` when nobody could look into it. */
export function fillOf({
  usedBytes,
  capacityBytes,
}: Pick<AuditVolumeStatus, 'usedBytes' | 'capacityBytes'>):
  | VolumeFill
  | undefined {
  if (usedBytes === undefined || !capacityBytes) {
    return undefined;
  }
  // Rounded up: what is nearly full must not read as having room.
  const percent = Math.min(100, Math.ceil((100 * usedBytes) / capacityBytes));
  if (percent >= ERROR_PERCENT) {
    return { usedBytes, capacityBytes, percent, tone: 'error' };
  }
  const tone = percent >= WARNING_PERCENT ? 'warning' : 'ok';
  return { usedBytes, capacityBytes, percent, tone };
}

/** Bytes as Kubernetes counts them: 10737418240 is "10 GiB". */
export function bytesInWords(bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10),
  );
  const value = bytes / 1024 ** power;
  return `${Number(value.toFixed(1))} ${UNITS[power]}`;
}
