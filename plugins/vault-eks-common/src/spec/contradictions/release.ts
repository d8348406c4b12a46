import { chartFullname } from '../names';
import type { Refuse } from './Refuse';

/** The part of the spec that is judged here. */
export interface ReleaseChoices {
  readonly release: string;
  readonly namespace: string;
  readonly injector: { readonly enabled: boolean };
}

/** Source: Helm's `ValidateReleaseName`. */
const LONGEST_RELEASE = 53;

/** Names of Services and label values have at most 63 characters. */
const LONGEST_NAME = 63;

/** The controller's label of the pods' revision: `<name>-<ten characters>`. Source: StatefulSet controller. */
const REVISION_SUFFIX = '-0123456789';

/** The chart writes names without quotes, and YAML reads these as something other than text. Source: YAML 1.1 and 1.2 core schemas. */
const NOT_TEXT =
  /^(true|false|null|yes|no|on|off|y|n|\d+|\d+e\d+|0x[0-9a-f]+|0o[0-7]+|0b[01]+)$/;

/** The names that follow from release and namespace can be used. */
export function refuseInRelease(
  { release, namespace, injector }: ReleaseChoices,
  refuse: Refuse,
) {
  for (const [field, name] of Object.entries({ release, namespace })) {
    if (NOT_TEXT.test(name)) {
      refuse(
        [field],
        `${field}: the chart writes "${name}" without quotes, and YAML reads that as something other than a name; choose another`,
      );
    }
  }
  if (/^\d/.test(release)) {
    refuse(
      ['release'],
      'release: begin with a letter, since Services are called after it',
    );
  }
  if (release.length > LONGEST_RELEASE) {
    refuse(
      ['release'],
      `release: Helm takes at most ${LONGEST_RELEASE} characters`,
    );
    return;
  }
  const suffix = injector.enabled ? '-agent-injector-svc' : REVISION_SUFFIX;
  const longest = `${chartFullname(release)}${suffix}`;
  const excess = longest.length - LONGEST_NAME;
  if (excess > 0) {
    refuse(
      ['release'],
      `release: "${longest}" would have ${longest.length} characters, and Kubernetes takes ${LONGEST_NAME}; shorten it by ${excess}`,
    );
  }
}
