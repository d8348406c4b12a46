import { injectorValues } from './injectorValues';
import { refuseTemplates } from './refuseTemplates';
import { serverValues } from './serverValues';
import { uiValues } from './uiValues';
import { mergeValues, refuseManagedValues } from './userValues';
import type { ChartWiring } from './Wiring';

/**
 * The values of the official chart for one spec.
 *
 * @throws InputError when the spec's own `values` touch what the product manages
 */
export function chartValues(
  wiring: ChartWiring,
): Readonly<Record<string, unknown>> {
  const ours = {
    global: { enabled: true, tlsDisable: false },
    injector: injectorValues(wiring),
    server: serverValues(wiring),
    ui: uiValues(wiring),
    // It needs the Prometheus operator, and a listener that tells metrics without a token.
    serverTelemetry: { serviceMonitor: { enabled: false } },
  };
  refuseTemplates(wiring.spec.values);
  refuseManagedValues(wiring.spec.values, ours);
  return mergeValues(ours, wiring.spec.values);
}
