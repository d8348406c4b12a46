import { InfoCard } from '@backstage/core-components';
import type { ComponentProps } from 'react';

/** A card whose title is a heading, so that a screen reader can go from card to card. */
export const Card = (props: ComponentProps<typeof InfoCard>) => (
  <InfoCard titleTypographyProps={{ component: 'h3' }} {...props} />
);
