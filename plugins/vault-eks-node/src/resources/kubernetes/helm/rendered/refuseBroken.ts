import { InputError } from '@backstage/errors';
import { leaves } from '../values/userValues';
import { ASSERTIONS, Rendered } from './assertions';

const overlaps = (a: string, b: string) =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/**
 * Refuses what the chart rendered when it breaks a promise of this product, before it is installed.
 *
 * @throws InputError naming each broken promise with the user's values that may have broken it
 */
export function refuseBroken(rendered: Rendered): void {
  const { spec } = rendered.wiring;
  const given = leaves(spec.values).map(([path]) => path);
  const broken = ASSERTIONS.flatMap(assertion => {
    const faults = assertion.faults(rendered);
    if (faults.length === 0) {
      return [];
    }
    const suspects = given.filter(path =>
      assertion.by.some(value => overlaps(path, value)),
    );
    return suspects.length > 0
      ? [`values: ${suspects.join(', ')}: ${faults.join('; ')}.`]
      : [`${faults.join('; ')}.`];
  });
  if (broken.length > 0) {
    throw new InputError(
      `What chart vault ${
        spec.chartVersion
      } makes of this cannot be installed. ${broken.join(
        ' ',
      )} Leave such values out, or choose another chartVersion`,
    );
  }
}
