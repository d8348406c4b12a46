import type { KubeObject } from '../../kubelet/PodHost';
import { invalid } from '../api/ApiError';
import {
  at,
  isObject,
  JsonObject,
  objectOf,
  stringsOf,
  textOf,
} from '../api/json';
import type { ResourceType } from '../api/resources';
import type { Authorizer } from './Authorizer';
import type { AccessRequest } from './rules';
import type { ServiceAccountTokens } from './ServiceAccountTokens';
import type { UserInfo } from './UserInfo';

/** What answers to reviews are made from. */
export interface ReviewTools {
  readonly authorizer: Authorizer;
  readonly tokens: ServiceAccountTokens;
}

type Answer = (
  review: KubeObject,
  user: UserInfo,
  tools: ReviewTools,
  type: ResourceType,
) => Promise<JsonObject>;

function requestOf(spec: JsonObject): AccessRequest | undefined {
  if (isObject(spec.nonResourceAttributes)) {
    const { verb, path } = spec.nonResourceAttributes;
    return {
      to: 'path',
      verb: textOf(verb) ?? '',
      path: textOf(path) ?? '',
    };
  }
  if (!isObject(spec.resourceAttributes)) return undefined;
  const attributes = spec.resourceAttributes;
  return {
    to: 'resource',
    verb: textOf(attributes.verb) ?? '',
    group: textOf(attributes.group) ?? '',
    resource: textOf(attributes.resource) ?? '',
    subresource: textOf(attributes.subresource) || undefined,
    namespace: textOf(attributes.namespace) || undefined,
    name: textOf(attributes.name) || undefined,
  };
}

function accessAnswer(
  review: KubeObject,
  user: UserInfo,
  { authorizer }: ReviewTools,
  type: ResourceType,
): JsonObject {
  const request = requestOf(objectOf(review.spec));
  if (!request) {
    throw invalid(type, '', [
      {
        field: 'spec.resourceAttributes',
        type: 'Invalid',
        value: null,
        detail:
          'exactly one of nonResourceAttributes or resourceAttributes must be specified',
      },
    ]);
  }
  return { allowed: authorizer.allows(user, request) };
}

function userIn(spec: JsonObject): UserInfo {
  return {
    username: textOf(spec.user) ?? '',
    groups: stringsOf(spec.groups),
  };
}

const selfAccess: Answer = async (review, user, tools, type) =>
  accessAnswer(review, user, tools, type);

const otherAccess: Answer = async (review, _user, tools, type) =>
  accessAnswer(review, userIn(objectOf(review.spec)), tools, type);

const selfRules: Answer = async (review, user, { authorizer }) => {
  const namespace = textOf(at(review, 'spec', 'namespace'));
  const rules = user.groups.includes('system:masters')
    ? [
        {
          verbs: ['*'],
          apiGroups: ['*'],
          resources: ['*'],
          resourceNames: [],
          nonResourceURLs: [],
        },
      ]
    : authorizer.rulesFor(user, namespace);
  return {
    resourceRules: rules
      .filter(rule => rule.resources.length > 0)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length > 0 ? { resourceNames } : {}),
      })),
    nonResourceRules: rules
      .filter(rule => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
};

function describeUser(user: UserInfo): JsonObject {
  return {
    username: user.username,
    ...(user.uid ? { uid: user.uid } : {}),
    groups: user.groups,
    ...(user.extra ? { extra: user.extra } : {}),
  };
}

const tokenReview: Answer = async (review, _user, { tokens }) => {
  const token = textOf(at(review, 'spec', 'token')) ?? '';
  const audiences = stringsOf(at(review, 'spec', 'audiences'));
  try {
    const verified = await tokens.verify(
      token,
      audiences.length > 0 ? audiences : undefined,
    );
    return {
      authenticated: true,
      user: describeUser(verified.user),
      audiences: verified.audiences,
    };
  } catch (error) {
    return {
      user: {},
      error: error instanceof Error ? error.message : 'invalid bearer token',
    };
  }
};

const selfReview: Answer = async (_review, user) => ({
  userInfo: describeUser(user),
});

const ANSWERS: Readonly<Record<string, Answer>> = {
  selfsubjectaccessreviews: selfAccess,
  subjectaccessreviews: otherAccess,
  localsubjectaccessreviews: otherAccess,
  selfsubjectrulesreviews: selfRules,
  tokenreviews: tokenReview,
  selfsubjectreviews: selfReview,
};

/** Answers a review: an object that is a question, and comes back with its status filled in. */
export async function answerReview(
  type: ResourceType,
  review: KubeObject,
  user: UserInfo,
  tools: ReviewTools,
): Promise<KubeObject> {
  const status = await ANSWERS[type.plural](review, user, tools, type);
  return { ...review, status };
}
