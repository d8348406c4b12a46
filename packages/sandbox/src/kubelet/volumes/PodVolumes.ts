import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { at, JsonObject, objectsOf, textOf } from '../../kube/api/json';
import type { ClusterStore, KubeObject, TokenIssuer } from '../PodHost';
import { NotMountable, tokenRequests, volumeFiles } from './contents';
import { writeVolume } from './writeVolume';

const RENEW_AT = 0.8;

interface KeptToken {
  readonly value: Buffer;
  readonly renewAt: number;
}

/** The volumes of one pod as folders on this machine. */
export class PodVolumes {
  private readonly tokens = new Map<string, KeptToken>();

  constructor(
    private readonly options: {
      readonly store: Pick<ClusterStore, 'get'>;
      readonly tokens: TokenIssuer;
      /** Folder of the pod, removed with it. */
      readonly folder: string;
      /** Folder of all persistent volumes, which outlive pods. */
      readonly persistent: string;
    },
  ) {}

  /** Makes or refreshes every volume; throws {@link NotMountable} while something is missing. */
  async sync(pod: KubeObject): Promise<void> {
    for (const volume of objectsOf(at(pod, 'spec', 'volumes'))) {
      try {
        await this.syncVolume(pod, volume);
      } catch (error) {
        if (!(error instanceof NotMountable)) throw error;
        throw new NotMountable(
          `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`,
        );
      }
    }
  }

  /** Where a path inside a container really is. */
  hostPath(
    pod: KubeObject,
    container: JsonObject,
    containerPath: string,
  ): string {
    const wanted = path.posix.normalize(containerPath);
    const mounts = objectsOf(container.volumeMounts)
      .map(mount => ({
        mount,
        at: textOf(mount.mountPath)?.replace(/\/+$/, '') ?? '',
      }))
      .filter(
        ({ at: point }) => wanted === point || wanted.startsWith(`${point}/`),
      )
      .sort((a, b) => b.at.length - a.at.length);
    const found = mounts[0];
    if (!found) {
      return path.join(
        this.options.folder,
        'rootfs',
        textOf(container.name) ?? '',
        wanted,
      );
    }
    const folder = this.folderOf(pod, textOf(found.mount.name) ?? '');
    return path.join(
      folder,
      textOf(found.mount.subPath) ?? '',
      wanted.slice(found.at.length),
    );
  }

  remove(): void {
    rmSync(this.options.folder, { recursive: true, force: true });
  }

  private folderOf(pod: KubeObject, name: string): string {
    const volume = objectsOf(at(pod, 'spec', 'volumes')).find(
      item => item.name === name,
    );
    const claim = textOf(at(volume, 'persistentVolumeClaim', 'claimName'));
    if (claim)
      return path.join(this.options.persistent, this.boundVolume(pod, claim));
    return path.join(this.options.folder, 'volumes', name);
  }

  private boundVolume(pod: KubeObject, claim: string): string {
    const object = this.options.store.get(
      '',
      'persistentvolumeclaims',
      pod.metadata.namespace,
      claim,
    );
    const volume = textOf(at(object, 'spec', 'volumeName'));
    if (at(object, 'status', 'phase') !== 'Bound' || !volume) {
      throw new NotMountable(`persistentvolumeclaim "${claim}" is not bound`);
    }
    return volume;
  }

  private async syncVolume(pod: KubeObject, volume: JsonObject): Promise<void> {
    const folder = this.folderOf(pod, textOf(volume.name) ?? '');
    if (volume.persistentVolumeClaim || volume.emptyDir || volume.hostPath) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return;
    }
    const files = volumeFiles(this.options.store, pod, volume);
    for (const request of tokenRequests(volume)) {
      files.set(request.path, await this.token(pod, request));
    }
    writeVolume(folder, files);
  }

  private async token(
    pod: KubeObject,
    request: { readonly audience?: string; readonly expirationSeconds: number },
  ): Promise<Buffer> {
    const kept = this.tokens.get(request.audience ?? '');
    if (kept && kept.renewAt > Date.now()) return kept.value;
    const { token } = await this.options.tokens.issue({
      namespace: pod.metadata.namespace ?? 'default',
      serviceAccount:
        textOf(at(pod, 'spec', 'serviceAccountName')) ?? 'default',
      audiences: request.audience ? [request.audience] : undefined,
      expirationSeconds: request.expirationSeconds,
      pod: { name: pod.metadata.name, uid: pod.metadata.uid ?? '' },
    });
    const value = Buffer.from(token);
    this.tokens.set(request.audience ?? '', {
      value,
      renewAt: Date.now() + request.expirationSeconds * 1000 * RENEW_AT,
    });
    return value;
  }
}
