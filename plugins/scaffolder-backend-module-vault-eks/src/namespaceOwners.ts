import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** The annotation by which Backstage's entities say in which Kubernetes namespace they run. */
const NAMESPACE = 'backstage.io/kubernetes-namespace';

/** The annotation that limits an entity to one Kubernetes cluster. */
const CLUSTER = 'backstage.io/kubernetes-cluster';

/** A namespace of an EKS cluster, and who asks for it. */
export interface NamespaceRequest {
  readonly cluster: string;
  readonly namespace: string;
  readonly credentials: BackstageCredentials;
}

/**
 * Makes sure that a namespace is the caller's: an entity in the catalog that they own says that it runs there, and none
 * of others does.
 *
 * @returns the entity refs that the caller acts for: themselves and their groups
 * @throws NotAllowedError when it is not
 */
export type OwnsNamespace = (
  request: NamespaceRequest,
) => Promise<readonly string[]>;

const ownersOf = ({ relations = [] }: Entity) =>
  relations
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef.toLowerCase());

/** One without the annotation, or with an empty one, is about every cluster. Source: Backstage's Kubernetes plugin. */
const isAbout = ({ metadata }: Entity, cluster: string) => {
  const named = metadata.annotations?.[CLUSTER]?.trim();
  return !named || named === cluster;
};

/** Looks in the catalog. */
export function createOwnsNamespace(services: {
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials' | 'isPrincipal'>;
  readonly catalog: Pick<CatalogService, 'streamEntities'>;
  readonly userInfo: Pick<UserInfoService, 'getUserInfo'>;
}): OwnsNamespace {
  const { auth, catalog, userInfo } = services;

  const entitiesIn = async ({ cluster, namespace }: NamespaceRequest) => {
    const found: Entity[] = [];
    const pages = catalog.streamEntities(
      {
        filter: { [`metadata.annotations.${NAMESPACE}`]: namespace },
        fields: ['kind', 'metadata', 'relations'],
      },
      // What others own counts although the caller may not see it; nothing of it is told.
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for await (const page of pages) {
      found.push(...page.filter(entity => isAbout(entity, cluster)));
    }
    return found;
  };

  return async request => {
    const { namespace, credentials } = request;
    if (!auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError(
        `Namespace ${namespace} is a person's or a group's: start the task as a signed-in user who owns it`,
      );
    }
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const refs = ownershipEntityRefs.map(ref => ref.toLowerCase());
    const entities = await entitiesIn(request);
    const [mine, others] = [true, false].map(owned =>
      entities.filter(
        entity => ownersOf(entity).some(ref => refs.includes(ref)) === owned,
      ),
    );
    if (mine.length === 0) {
      throw new NotAllowedError(
        `Namespace ${namespace} is not yours: nothing in the catalog that you own has the annotation ${NAMESPACE}: ${namespace}. Add it to the entity of your application, or ask who owns the namespace`,
      );
    }
    if (others.length > 0) {
      throw new NotAllowedError(
        `Namespace ${namespace} is not yours alone: beside ${stringifyEntityRef(
          mine[0],
        )} the catalog has entities of other owners with the annotation ${NAMESPACE}: ${namespace}. Use a namespace of your own, or have it sorted out in the catalog`,
      );
    }
    return ownershipEntityRefs;
  };
}
