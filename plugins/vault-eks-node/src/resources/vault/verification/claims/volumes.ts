import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { NotAllowedError } from '@backstage/errors';
import type {
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1StorageClass,
} from '@kubernetes/client-node';
import { isDenied } from '../../../../connections/aws';
import { serverSelector } from '../../../../connections/vault';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { Claim, ClaimFailed } from '../Claim';
import type { Evidence, OnAws } from '../evidence/Evidence';

type OnVolumes = OnAws & Pick<Evidence, 'kubernetes'>;

/** The EBS volumes behind the claims, as EC2 knows them; `undefined` when that may not be asked. */
async function volumesAtEc2(
  { kubernetes, aws }: OnVolumes,
  claims: readonly V1PersistentVolumeClaim[],
  { signal }: OperationContext,
) {
  try {
    const volumes = await Promise.all(
      claims.map(({ spec }) =>
        kubernetes.get<V1PersistentVolume>(
          {
            apiVersion: 'v1',
            kind: 'PersistentVolume',
            name: spec?.volumeName ?? '',
          },
          { signal },
        ),
      ),
    );
    const VolumeIds = volumes.flatMap(
      volume => volume?.spec?.csi?.volumeHandle ?? [],
    );
    if (VolumeIds.length < claims.length) {
      throw new ClaimFailed(
        `${VolumeIds.length} of ${claims.length} claims have an EBS volume`,
      );
    }
    const { Volumes = [] } = await aws.ec2.send(
      new DescribeVolumesCommand({ VolumeIds }),
      { abortSignal: signal },
    );
    return Volumes;
  } catch (error) {
    if (error instanceof NotAllowedError || isDenied(error)) {
      return undefined;
    }
    throw error;
  }
}

/** What the classes of the claims ask of the driver. */
async function encryptedByClass(
  { kubernetes }: OnVolumes,
  claims: readonly V1PersistentVolumeClaim[],
  { signal }: OperationContext,
): Promise<string> {
  const names = new Set(
    claims.map(({ spec }) => spec?.storageClassName ?? '(none)'),
  );
  for (const name of names) {
    const found = await kubernetes.get<V1StorageClass>(
      { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name },
      { signal },
    );
    if (found?.parameters?.encrypted !== 'true') {
      throw new ClaimFailed(
        `StorageClass ${name} does not ask for encryption, and EC2 may not be asked for the volumes themselves`,
      );
    }
  }
  return `${claims.length} volumes, as StorageClass ${[...names].join(
    ', ',
  )} asks for it; EC2 may not be asked for the volumes themselves`;
}

/** The volumes with the audit log. */
export const volumesEncrypted = (evidence: OnVolumes): Claim => ({
  id: 'volumes-encrypted',
  claim: 'The volumes with the audit log are encrypted',
  fix: 'An EBS volume cannot be encrypted afterwards: choose an encrypted StorageClass in audit.storageClass, and replace claim and pod one by one.',
  async try(ctx) {
    const { spec, kubernetes } = evidence;
    const claims = await kubernetes.list<V1PersistentVolumeClaim>(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: spec.namespace,
        labelSelector: serverSelector(spec.release),
      },
      ctx,
    );
    if (claims.length === 0) {
      throw new ClaimFailed('There are none');
    }
    const volumes = await volumesAtEc2(evidence, claims, ctx);
    if (!volumes) {
      return await encryptedByClass(evidence, claims, ctx);
    }
    const plain = volumes.filter(({ Encrypted }) => !Encrypted);
    if (plain.length > 0 || volumes.length < claims.length) {
      throw new ClaimFailed(
        plain.length > 0
          ? `Not encrypted: ${plain.map(v => v.VolumeId).join(', ')}`
          : `EC2 knows ${volumes.length} of ${claims.length} volumes`,
      );
    }
    const keys = new Set(volumes.map(({ KmsKeyId }) => KmsKeyId ?? 'EBS'));
    return `${volumes.length} volumes, as EC2 says, by ${[...keys].join(', ')}`;
  },
});
