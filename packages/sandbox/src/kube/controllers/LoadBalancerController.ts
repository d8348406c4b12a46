import { createHash } from 'node:crypto';
import type { KubeObject } from '../../kubelet/PodHost';
import { at, childOf, listOf } from '../api/json';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { recordEvent } from './events';
import { isAbout, keyOf, splitKey } from './keys';

const READY_MS = 4000;
const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const NLB_CLASS = 'service.k8s.aws/nlb';
const NLB_FINALIZER = 'service.k8s.aws/resources';
const CLASSIC_FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

/** Gives Services of type LoadBalancer their host name: an NLB by the load-balancer controller, else a Classic one. */
export class LoadBalancerController implements Controller {
  private readonly asked = new Map<string, number>();

  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    return isAbout(event, '', 'services') ? [keyOf(event.object)] : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('', 'services').map(keyOf);
  }

  reconcile(key: string): number | void {
    const { namespace, name } = splitKey(key);
    const { store, pace } = this.context;
    const service = store.get('', 'services', namespace, name);
    if (!service) return undefined;
    const wanted =
      at(service, 'spec', 'type') === 'LoadBalancer' &&
      !service.metadata.deletionTimestamp;
    if (!wanted) {
      this.release(service);
      return undefined;
    }
    const maker = this.makerOf(service);
    if (!maker || hasAddress(service)) return undefined;
    const uid = service.metadata.uid ?? '';
    const since = this.asked.get(uid) ?? Date.now();
    this.asked.set(uid, since);
    const remaining = since + pace(READY_MS) - Date.now();
    if (remaining > 0) return remaining;
    this.asked.delete(uid);
    this.provide(service, maker);
    return undefined;
  }

  /** Who makes the load balancer; nobody when the annotations ask for a controller that does not run here. */
  private makerOf(service: KubeObject): 'nlb' | 'classic' | undefined {
    const type = service.metadata.annotations?.[`${PREFIX}type`];
    const external = type === 'external' || type === 'nlb-ip';
    const loadBalancerClass = at(service, 'spec', 'loadBalancerClass');
    if (loadBalancerClass === NLB_CLASS || external) {
      return this.context.store.cluster.hasLoadBalancerController
        ? 'nlb'
        : undefined;
    }
    return loadBalancerClass ? undefined : 'classic';
  }

  private provide(service: KubeObject, maker: 'nlb' | 'classic'): void {
    const { store } = this.context;
    const { namespace, name } = service.metadata;
    const hostname =
      maker === 'nlb' ? this.nlbName(service) : this.classicName(service);
    const finalizer = maker === 'nlb' ? NLB_FINALIZER : CLASSIC_FINALIZER;
    store.modify('', 'services', namespace, name, live => {
      live.status = { loadBalancer: { ingress: [{ hostname }] } };
      live.metadata.finalizers = [
        ...new Set([...(live.metadata.finalizers ?? []), finalizer]),
      ];
    });
    recordEvent(store, {
      about: service,
      type: 'Normal',
      reason:
        maker === 'nlb' ? 'SuccessfullyReconciled' : 'EnsuredLoadBalancer',
      message:
        maker === 'nlb' ? 'Successfully reconciled' : 'Ensured load balancer',
      component: maker === 'nlb' ? 'service' : 'service-controller',
    });
  }

  private release(service: KubeObject): void {
    const { namespace, name, finalizers = [] } = service.metadata;
    const ours = [NLB_FINALIZER, CLASSIC_FINALIZER];
    if (!hasAddress(service) && !finalizers.some(f => ours.includes(f))) return;
    this.context.store.modify('', 'services', namespace, name, live => {
      childOf(live, 'status').loadBalancer = {};
      live.metadata.finalizers = (live.metadata.finalizers ?? []).filter(
        finalizer => !ours.includes(finalizer),
      );
    });
  }

  private nlbName({ metadata }: KubeObject): string {
    const { region } = this.context.store.cluster;
    const digest = hash(metadata.uid);
    const part = (text: string | undefined) => (text ?? '').slice(0, 8);
    return `k8s-${part(metadata.namespace)}-${part(
      metadata.name,
    )}-${digest.slice(0, 10)}-${digest.slice(
      10,
      26,
    )}.elb.${region}.amazonaws.com`;
  }

  private classicName(service: KubeObject): string {
    const { region } = this.context.store.cluster;
    const annotations = service.metadata.annotations ?? {};
    const internal =
      annotations[`${PREFIX}internal`] === 'true' ||
      annotations[`${PREFIX}scheme`] === 'internal';
    const uid = (service.metadata.uid ?? '').replaceAll('-', '').slice(0, 31);
    const number = parseInt(hash(uid).slice(0, 7), 16);
    return `${
      internal ? 'internal-' : ''
    }a${uid}-${number}.${region}.elb.amazonaws.com`;
  }
}

function hash(text: string | undefined): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}

function hasAddress(service: KubeObject): boolean {
  return listOf(at(service, 'status', 'loadBalancer', 'ingress')).length > 0;
}
