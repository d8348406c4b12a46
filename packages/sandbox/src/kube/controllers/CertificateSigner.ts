import type { KubeObject } from '../../kubelet/PodHost';
import { at, childOf, numberOf, stringsOf, textOf } from '../api/json';
import { conditionOf, setCondition, timestamp } from '../api/objects';
import {
  APP_SERVING_SIGNER,
  signAppServing,
  SignerRefusal,
} from '../certificates/appServingSigner';
import type { SignerMood } from '../certificates/SignerMood';
import type { SigningAuthority } from '../certificates/signingAuthority';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { isAbout } from './keys';

const GROUP = 'certificates.k8s.io';
const PLURAL = 'certificatesigningrequests';

/** Issues certificates for approved requests to EKS's signer; requests to other signers stay as they are. */
export class CertificateSigner implements Controller {
  constructor(
    private readonly context: ControllerContext,
    private readonly authority: SigningAuthority,
    private readonly mood: SignerMood,
  ) {}

  keysOf(event: TableEvent): readonly string[] {
    return isAbout(event, GROUP, PLURAL) ? [event.object.metadata.name] : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store
      .list(GROUP, PLURAL)
      .map(request => request.metadata.name);
  }

  async reconcile(name: string): Promise<void> {
    const request = this.context.store.get(GROUP, PLURAL, undefined, name);
    if (!request || !isOpen(request)) return;
    const { fate, message } = this.mood;
    if (fate === 'deny' && !conditionOf(request, 'Approved')) {
      this.conclude(name, 'Denied', 'DeniedByPolicy', message);
    }
    if (conditionOf(request, 'Approved')?.status !== 'True') return;
    switch (fate) {
      case 'fail':
        this.conclude(name, 'Failed', 'SignerValidationFailure', message);
        return;
      case 'collect':
        this.context.store.delete(GROUP, PLURAL, undefined, name);
        return;
      case 'sign':
        await this.sign(name, request);
        return;
      default:
    }
  }

  private async sign(name: string, request: KubeObject): Promise<void> {
    try {
      const pem = await signAppServing({
        authority: this.authority,
        request: decode(textOf(at(request, 'spec', 'request'))),
        usages: stringsOf(at(request, 'spec', 'usages')),
        expirationSeconds: numberOf(at(request, 'spec', 'expirationSeconds')),
      });
      this.change(name, status => {
        status.certificate = Buffer.from(pem).toString('base64');
      });
    } catch (error) {
      if (!(error instanceof SignerRefusal)) throw error;
      this.conclude(name, 'Failed', 'SignerValidationFailure', error.message);
    }
  }

  private conclude(
    name: string,
    type: 'Denied' | 'Failed',
    reason: string,
    message: string,
  ): void {
    this.change(name, status =>
      setCondition(status, {
        type,
        status: 'True',
        reason,
        message,
        lastUpdateTime: timestamp(),
      }),
    );
  }

  private change(
    name: string,
    change: (status: Record<string, unknown>) => void,
  ): void {
    this.context.store.modify(GROUP, PLURAL, undefined, name, request =>
      change(childOf(request, 'status')),
    );
  }
}

function isOpen(request: KubeObject): boolean {
  return (
    at(request, 'spec', 'signerName') === APP_SERVING_SIGNER &&
    !conditionOf(request, 'Denied') &&
    !conditionOf(request, 'Failed') &&
    !at(request, 'status', 'certificate')
  );
}

function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString('latin1');
}
