import { z } from 'zod/v3';

const thingSchema = z.object({
  /** Of the resource in the blueprint; stays when the title does not. */
  id: z.string(),
  /** For a person. */
  title: z.string(),
});

/** Something that the spec names. Its values stay out: the chart's may be anything. */
export type Thing = Readonly<z.infer<typeof thingSchema>>;

/** Reads what an earlier look has written. */
export function parseThings(json: string): Thing[] {
  return z.array(thingSchema).parse(JSON.parse(json));
}

/** What a person reads. */
export const titlesOf = (things: readonly Thing[]) =>
  things.map(({ title }) => title);
