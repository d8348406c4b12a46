import type { KubeObject } from '../../kubelet/PodHost';
import { childOf } from '../api/json';
import { conditionOf, setCondition } from '../api/objects';
import type { SignerMood } from '../certificates/SignerMood';
import type { Controller, ControllerContext } from '../controllers/Controller';
import { isAbout, keyOf, splitKey } from '../controllers/keys';
import type { TableEvent } from '../store/ObjectTable';
import { isReady, issuerOf, keyPairOf } from './issuers';
import { CERT_MANAGER } from './resourceTypes';
import { signRequest } from './signRequest';

const PLURAL = 'certificaterequests';

/** Approves requests and has issuers of the type CA sign them; in cert-manager these are two controllers. */
export class RequestController implements Controller {
  constructor(
    private readonly context: ControllerContext,
    private readonly mood: SignerMood,
  ) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, CERT_MANAGER, PLURAL)) return [keyOf(event.object)];
    const issuer = ['issuers', 'clusterissuers'].some(plural =>
      isAbout(event, CERT_MANAGER, plural),
    );
    return issuer ? this.initialKeys() : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list(CERT_MANAGER, PLURAL).map(keyOf);
  }

  async reconcile(key: string): Promise<void> {
    const { store } = this.context;
    const { namespace, name } = splitKey(key);
    const request = store.get(CERT_MANAGER, PLURAL, namespace, name);
    if (!request || isOver(request)) return;
    if (this.mood.fate === 'deny') {
      this.conclude(request, {
        type: 'Denied',
        status: 'True',
        reason: 'policy.cert-manager.io',
        message: this.mood.message,
      });
      return;
    }
    if (!conditionOf(request, 'Approved')) {
      this.conclude(request, {
        type: 'Approved',
        status: 'True',
        reason: 'cert-manager.io',
        message: 'Certificate request has been approved by cert-manager.io',
      });
      return;
    }
    if (this.mood.fate !== 'ignore') await this.ask(request);
  }

  private async ask(request: KubeObject): Promise<void> {
    const { store } = this.context;
    const { kind, name, found } = issuerOf(store, request);
    const pending = (message: string) =>
      this.conclude(request, {
        type: 'Ready',
        status: 'False',
        reason: 'Pending',
        message,
      });
    if (!found) {
      const plural = kind.toLowerCase();
      pending(
        `Referenced "${kind}" not found: ${plural}.${CERT_MANAGER} "${name}" not found`,
      );
      return;
    }
    const pair = keyPairOf(store, found);
    if (!isReady(found) || typeof pair === 'string') {
      pending(`Referenced issuer does not have a Ready status condition`);
      return;
    }
    if (this.mood.fate === 'fail') {
      this.conclude(request, {
        type: 'Ready',
        status: 'False',
        reason: 'Failed',
        message: this.mood.message,
      });
      return;
    }
    const certificate = await signRequest(request, pair);
    this.conclude(
      request,
      {
        type: 'Ready',
        status: 'True',
        reason: 'Issued',
        message: 'Certificate fetched from issuer successfully',
      },
      {
        certificate: Buffer.from(certificate).toString('base64'),
        ca: Buffer.from(pair.certificatePem).toString('base64'),
      },
    );
  }

  private conclude(
    { metadata }: KubeObject,
    condition: Parameters<typeof setCondition>[1],
    more: Readonly<Record<string, string>> = {},
  ): void {
    this.context.store.modify(
      CERT_MANAGER,
      PLURAL,
      metadata.namespace,
      metadata.name,
      object => {
        const status = childOf(object, 'status');
        const present = conditionOf(object, condition.type);
        if (present?.message === condition.message) return;
        Object.assign(status, more);
        setCondition(status, condition);
      },
    );
  }
}

function isOver(request: KubeObject): boolean {
  const ready = conditionOf(request, 'Ready');
  return (
    conditionOf(request, 'Denied') !== undefined ||
    ready?.status === 'True' ||
    ready?.reason === 'Failed'
  );
}
