import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../kubelet/PodHost';
import { at, childOf, isObject, objectsOf, textOf } from '../api/json';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { recordEvent } from './events';
import { isAbout, keyOf, splitKey } from './keys';

const EBS = 'ebs.csi.aws.com';
/** The in-tree name, which EKS hands on to the EBS CSI driver. */
const EBS_IN_TREE = 'kubernetes.io/aws-ebs';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const ZONE = 'topology.kubernetes.io/zone';
const PROVISION_MS = 1500;

/** Provisions EBS volumes for claims, and lets both go again. */
export class VolumeBinder implements Controller {
  private readonly asked = new Map<string, number>();

  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, '', 'persistentvolumeclaims')) {
      if (event.type === 'DELETED') this.release(event.object);
      return [keyOf(event.object)];
    }
    const pod = isAbout(event, '', 'pods') && event.type === 'DELETED';
    const mayHelp =
      isAbout(event, 'storage.k8s.io', 'storageclasses') ||
      isAbout(event, 'storage.k8s.io', 'csidrivers');
    return pod || mayHelp ? this.initialKeys() : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('', 'persistentvolumeclaims').map(keyOf);
  }

  reconcile(key: string): number | void {
    const { namespace, name } = splitKey(key);
    const { store } = this.context;
    const claim = store.get('', 'persistentvolumeclaims', namespace, name);
    if (!claim) return undefined;
    if (claim.metadata.deletionTimestamp) {
      if (!this.isUsed(claim)) this.unprotect(claim);
      return undefined;
    }
    if (at(claim, 'spec', 'volumeName')) {
      this.grow(claim);
      return undefined;
    }
    return this.provision(claim);
  }

  private provision(claim: KubeObject): number | void {
    const { store, pace } = this.context;
    const storageClass = this.classOf(claim);
    if (!storageClass) return undefined;
    const immediate = storageClass.volumeBindingMode === 'Immediate';
    const nodeName = claim.metadata.annotations?.[SELECTED_NODE];
    const node = store
      .list('', 'nodes')
      .find(item => immediate || item.metadata.name === nodeName);
    if (!node) {
      this.note(
        claim,
        'Normal',
        'WaitForFirstConsumer',
        'waiting for first consumer to be created before binding',
      );
      return undefined;
    }
    const uid = claim.metadata.uid ?? '';
    const since = this.asked.get(uid) ?? Date.now();
    this.asked.set(uid, since);
    const remaining = since + pace(PROVISION_MS) - Date.now();
    if (remaining > 0) return remaining;
    this.asked.delete(uid);
    this.bind(claim, storageClass, node);
    return undefined;
  }

  /** The claim's class, when a driver that runs here provisions for it. */
  private classOf(claim: KubeObject): KubeObject | undefined {
    const { store } = this.context;
    const name = textOf(at(claim, 'spec', 'storageClassName'));
    if (!name) {
      this.note(
        claim,
        'Normal',
        'FailedBinding',
        'no persistent volumes available for this claim and no storage class is set',
      );
      return undefined;
    }
    const found = store.get(
      'storage.k8s.io',
      'storageclasses',
      undefined,
      name,
    );
    if (!found) {
      this.note(
        claim,
        'Warning',
        'ProvisioningFailed',
        `storageclass.storage.k8s.io "${name}" not found`,
      );
      return undefined;
    }
    const known = [EBS, EBS_IN_TREE].includes(String(found.provisioner));
    const driver = store.get('storage.k8s.io', 'csidrivers', undefined, EBS);
    if (known && driver) return found;
    this.note(
      claim,
      'Normal',
      'ExternalProvisioning',
      `Waiting for a volume to be created either by the external provisioner '${found.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
    );
    return undefined;
  }

  private bind(
    claim: KubeObject,
    storageClass: KubeObject,
    node: KubeObject,
  ): void {
    const { store } = this.context;
    const { namespace, name, uid } = claim.metadata;
    const volume = `pvc-${uid}`;
    const storage = at(claim, 'spec', 'resources', 'requests', 'storage');
    const accessModes = at(claim, 'spec', 'accessModes');
    if (!store.get('', 'persistentvolumes', undefined, volume)) {
      store.create('', 'persistentvolumes', {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: {
          name: volume,
          annotations: { 'pv.kubernetes.io/provisioned-by': EBS },
          finalizers: ['kubernetes.io/pv-protection'],
        },
        spec: {
          capacity: { storage },
          accessModes,
          volumeMode: at(claim, 'spec', 'volumeMode'),
          storageClassName: storageClass.metadata.name,
          persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
          claimRef: {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            name,
            namespace,
            uid,
          },
          csi: {
            driver: EBS,
            fsType: 'ext4',
            volumeHandle: `vol-0${randomBytes(8).toString('hex')}`,
            volumeAttributes: isObject(storageClass.parameters)
              ? storageClass.parameters
              : {},
          },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: ZONE,
                      operator: 'In',
                      values: [node.metadata.labels?.[ZONE]],
                    },
                  ],
                },
              ],
            },
          },
        },
        status: { phase: 'Bound' },
      });
    }
    store.modify('', 'persistentvolumeclaims', namespace, name, live => {
      childOf(live, 'spec').volumeName = volume;
      live.status = { phase: 'Bound', accessModes, capacity: { storage } };
      live.metadata.annotations = {
        ...live.metadata.annotations,
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
        'volume.kubernetes.io/storage-provisioner': EBS,
      };
    });
    this.note(
      claim,
      'Normal',
      'ProvisioningSucceeded',
      `Successfully provisioned volume ${volume}`,
    );
  }

  /** A larger request makes the volume larger. */
  private grow(claim: KubeObject): void {
    const { store } = this.context;
    const storage = at(claim, 'spec', 'resources', 'requests', 'storage');
    if (at(claim, 'status', 'capacity', 'storage') === storage) return;
    const { namespace, name } = claim.metadata;
    const volume = textOf(at(claim, 'spec', 'volumeName')) ?? '';
    store.modify('', 'persistentvolumes', undefined, volume, live => {
      childOf(childOf(live, 'spec'), 'capacity').storage = storage;
    });
    store.modify('', 'persistentvolumeclaims', namespace, name, live => {
      childOf(childOf(live, 'status'), 'capacity').storage = storage;
    });
  }

  private isUsed(claim: KubeObject): boolean {
    return this.context.store
      .list('', 'pods', claim.metadata.namespace)
      .some(pod =>
        objectsOf(at(pod, 'spec', 'volumes')).some(
          volume =>
            at(volume, 'persistentVolumeClaim', 'claimName') ===
            claim.metadata.name,
        ),
      );
  }

  private unprotect(claim: KubeObject): void {
    const { namespace, name } = claim.metadata;
    this.context.store.modify(
      '',
      'persistentvolumeclaims',
      namespace,
      name,
      live => {
        live.metadata.finalizers = (live.metadata.finalizers ?? []).filter(
          finalizer => finalizer !== 'kubernetes.io/pvc-protection',
        );
      },
    );
  }

  /** The volume of a claim that is gone: deleted, or kept as Released, as its reclaim policy says. */
  private release(claim: KubeObject): void {
    const { store } = this.context;
    const name = textOf(at(claim, 'spec', 'volumeName'));
    const volume = name && store.get('', 'persistentvolumes', undefined, name);
    if (!name || !volume) return;
    if (at(volume, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete') {
      store.modify('', 'persistentvolumes', undefined, name, live => {
        live.metadata.finalizers = [];
      });
      store.delete('', 'persistentvolumes', undefined, name);
      return;
    }
    store.modify('', 'persistentvolumes', undefined, name, live => {
      childOf(live, 'status').phase = 'Released';
    });
  }

  private note(
    about: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    recordEvent(this.context.store, {
      about,
      type,
      reason,
      message,
      component: 'persistentvolume-controller',
    });
  }
}
