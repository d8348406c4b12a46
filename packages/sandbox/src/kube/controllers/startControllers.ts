import { CertificateController } from '../certManager/CertificateController';
import { IssuerController } from '../certManager/IssuerController';
import { RequestController } from '../certManager/RequestController';
import type { SignerMood } from '../certificates/SignerMood';
import type { SigningAuthority } from '../certificates/signingAuthority';
import { CertificateSigner } from './CertificateSigner';
import { ControllerContext, ControllerRunner } from './Controller';
import { DeploymentController } from './DeploymentController';
import { DisruptionController } from './DisruptionController';
import { EndpointsController } from './EndpointsController';
import { GarbageCollector } from './GarbageCollector';
import { LoadBalancerController } from './LoadBalancerController';
import { NamespaceController } from './NamespaceController';
import { ReplicaSetController } from './ReplicaSetController';
import { Scheduler } from './scheduling/Scheduler';
import { StatefulSetController } from './StatefulSetController';
import { VolumeBinder } from './VolumeBinder';

/** Starts every control loop of a cluster; answers how to stop them. */
export function startControllers(
  context: ControllerContext,
  options: {
    readonly authority: SigningAuthority;
    readonly mood: SignerMood;
    readonly hasCertManager: boolean;
  },
): () => void {
  const { authority, mood, hasCertManager } = options;
  const runners = [
    new NamespaceController(context),
    new GarbageCollector(context),
    new StatefulSetController(context),
    new ReplicaSetController(context),
    new DeploymentController(context),
    new Scheduler(context),
    new VolumeBinder(context),
    new EndpointsController(context),
    new LoadBalancerController(context),
    new DisruptionController(context),
    new CertificateSigner(context, authority, mood),
    ...(hasCertManager
      ? [
          new IssuerController(context),
          new RequestController(context, mood),
          new CertificateController(context),
        ]
      : []),
  ].map(controller => new ControllerRunner(context.store, controller));
  return () => runners.forEach(runner => runner.stop());
}
